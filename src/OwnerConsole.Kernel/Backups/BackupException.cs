namespace OwnerConsole.Kernel.Backups;

/// <summary>A backup can't be created, read or restored. The message is one line that says what to do.</summary>
public sealed class BackupException(string message, Exception? cause = null) : Exception(message, cause);
