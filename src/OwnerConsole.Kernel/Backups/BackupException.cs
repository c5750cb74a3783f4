namespace OwnerConsole.Kernel.Backups;

/// <summary>A backup can't be made, read or restored; the message is one line that says what to do.</summary>
public sealed class BackupException(string message, Exception? cause = null) : Exception(message, cause);
