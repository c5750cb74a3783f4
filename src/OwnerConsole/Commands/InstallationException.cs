namespace OwnerConsole.Commands;

/// <summary>What the surroundings gave does not fit; the message is one line that says what to do.</summary>
public sealed class InstallationException(string message) : Exception(message);
