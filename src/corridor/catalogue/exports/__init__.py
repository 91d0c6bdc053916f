"""Services in the formats of others: CPSV-AP, DCAT-AP, FIWARE. Written from the same doors as the pages; a
person is in none of them, and of the contact no more than its role and that role's address."""
