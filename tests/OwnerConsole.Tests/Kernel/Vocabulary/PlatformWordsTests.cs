using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tests.Kernel.Vocabulary;

/// <summary>The owner's terminology replaces exactly the concept it names.</summary>
public sealed class PlatformWordsTests
{
    private static readonly PlatformWords s_studio = new(
        Tenant: "studio",
        Tenants: "studios",
        Member: "client",
        Members: "clients",
        Session: "booking",
        Sessions: "bookings",
        Roles: "owner: Studio owner, coach: Coach, client: Client"
    );

    [Theory]
    [InlineData("Sessions this month", "Bookings this month")]
    [InlineData("A session belongs to the day", "A booking belongs to the day")]
    [InlineData("End sign-in sessions", "End sign-in sessions")]
    [InlineData("Sign-in sessions that end: 2", "Sign-in sessions that end: 2")]
    [InlineData("Stored with the impersonation session", "Stored with the impersonation session")]
    [InlineData("database sessions", "database sessions")]
    public void Only_product_sessions_use_the_owners_term(string text, string said) => s_studio.Translate(text).ShouldBe(said);

    [Theory]
    [InlineData("user", "a user's page")]
    [InlineData("employee", "an employee's page")]
    [InlineData("hour", "an hour's page")]
    [InlineData("MVP", "an MVP's page")]
    [InlineData("UX lead", "a UX lead's page")]
    [InlineData("unit", "a unit's page")]
    [InlineData("uncle", "an uncle's page")]
    [InlineData("one-man band", "a one-man band's page")]
    public void The_article_matches_the_term(string member, string said) => (s_studio with { Member = member }).Translate("a member's page").ShouldBe(said);

    [Theory]
    [InlineData("coach", "Impersonate coach")]
    [InlineData("owner", "Impersonate studio owner")]
    [InlineData(null, "Impersonate client")]
    public void Operations_on_a_member_name_their_role(string? role, string said) => s_studio.TranslateFor(role, "Impersonate member").ShouldBe(said);

    [Fact]
    public void A_member_term_that_names_one_role_applies_to_that_role_only()
    {
        s_studio.MemberRole.ShouldBe("client");
        s_studio.TranslateForAll("Members of all tenants").ShouldBe("People of all studios");
        (s_studio with { Member = "user", Members = "users" }).TranslateForAll("Members of all tenants").ShouldBe("Users of all studios");
    }
}
