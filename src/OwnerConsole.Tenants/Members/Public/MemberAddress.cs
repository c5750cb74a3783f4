namespace OwnerConsole.Tenants.Members.Public;

/// <summary>Addresses of the list of members and of a member's page.</summary>
public static class MemberAddress
{
    public const string Home = "/members",
        Permission = "member.read";

    public static string Of(string memberId) => $"{Home}/{memberId}";
}
