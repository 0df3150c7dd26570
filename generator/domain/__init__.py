"""What a dossier is, and the pure rules that it must satisfy."""
