namespace OwnerConsole.Client;

/// <summary>What an operation of the application is done to.</summary>
public enum TaskSubject
{
    Tenant,
    Member,
}
