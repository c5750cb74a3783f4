namespace OwnerConsole.Client;

/// <summary>Lifecycle of a tenant in your application. Only the owner's team suspends tenants.</summary>
public enum Lifecycle
{
    Trial,
    Active,
    Cancelled,
}
