namespace OwnerConsole.Client;

/// <summary>What every application's operations can be done to.</summary>
public static class TaskSubject
{
    public const string Tenant = "tenant",
        Member = "member";
}
