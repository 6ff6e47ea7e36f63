"""An invented county to try Onroll with: who lives there, and the files its schools and partners would send."""
