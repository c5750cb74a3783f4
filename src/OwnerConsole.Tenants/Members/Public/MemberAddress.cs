namespace OwnerConsole.Tenants.Members.Public;

/// <summary>Where people are looked up, and where one of them is shown.</summary>
public static class MemberAddress
{
    public const string Home = "/members",
        Permission = "member.read";

    public static string Of(string memberId) => $"{Home}/{memberId}";
}
