"""The referral desk: which services and hubs answer a need, why, and with which weights the group ranks."""
