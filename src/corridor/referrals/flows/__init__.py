"""What the referrals of a group show: between which regions needs travel, and how long hubs take."""
