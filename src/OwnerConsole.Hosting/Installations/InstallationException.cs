namespace OwnerConsole.Hosting.Installations;

/// <summary>The installation is misconfigured; the message is one line with the remedy.</summary>
public sealed class InstallationException(string message) : Exception(message);
