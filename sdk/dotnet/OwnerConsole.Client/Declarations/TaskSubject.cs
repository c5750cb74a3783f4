namespace OwnerConsole.Client;

/// <summary>Subjects of operations that exist in every application.</summary>
public static class TaskSubject
{
    public const string Tenant = "tenant",
        Member = "member";
}
