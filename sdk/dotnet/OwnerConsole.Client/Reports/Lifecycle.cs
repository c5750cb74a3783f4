namespace OwnerConsole.Client;

/// <summary>Where a tenant stands with you. Suspended is the owner's to say.</summary>
public enum Lifecycle
{
    Trial,
    Active,
    Cancelled,
}
