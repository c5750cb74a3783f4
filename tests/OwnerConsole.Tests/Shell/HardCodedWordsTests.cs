using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Shell.Help;

namespace OwnerConsole.Tests.Shell;

/// <summary>A console whose labels are all replaced by made-up words: any default word that remains is hard-coded.</summary>
public sealed partial class HardCodedWordsTests(HardCodedWordsTests.RelabelledConsole console) : IClassFixture<HardCodedWordsTests.RelabelledConsole>
{
    /// <summary>Pages about the owner's own team and machine, which speak of browser sessions and users of a mail server.</summary>
    private static readonly string[] OfTheTeam =
    [
        "/settings/account",
        "/settings/mail",
        "/settings/connector",
        "/settings/templates",
        "/retention",
        "/emails",
        "/help/pages/settings-account",
    ];

    /// <summary>Includes the guide of every page; other documentation, and its contents, use the words of the API.</summary>
    public static TheoryData<string> Addresses =>
        [
            .. PageCatalogue
                .Addresses.Where(address => address is not ("/help" or "/help/guides/connect") && !address.StartsWith("/docs/api", StringComparison.Ordinal))
                .Union(new DocList([]).All.Where(doc => doc.IsPageGuide).Select(doc => doc.Address)),
        ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task No_page_hard_codes_a_word_that_the_owner_can_rename(string address)
    {
        await console.Owner.Get(PageCatalogue.At(address, console.Tenant, console.Member));

        var words = Neutral().Matches(VisibleText(console.Owner.Page)).Select(match => match.Value.Trim());

        (OfTheTeam.Any(page => address.StartsWith(page, StringComparison.Ordinal)) ? words.Where(word => Tenant().IsMatch(word)) : words).ShouldBeEmpty();
    }

    /// <summary>The visible text of a page without code and without a setting's default, and the labels of its controls.</summary>
    private static string VisibleText(string page)
    {
        var shown = Unread().Replace(page, " ");
        var labels = Labels().Matches(shown).Select(match => match.Groups[1].Value);
        return string.Join("\n", labels.Prepend(Tags().Replace(shown, "\n")));
    }

    [GeneratedRegex(@"(?s)<(script|style|code|pre|kbd|del)\b.*?</\1>|<td [^>]*data-l=""Default"".*?</td>|<(\w+) class=""[^""]*\bmono\b[^""]*"".*?</\2>")]
    private static partial Regex Unread();

    [GeneratedRegex(@"\b(?:aria-label|title|placeholder|alt|data-hotkey-title)=""([^""]*)""")]
    private static partial Regex Labels();

    [GeneratedRegex(@"(?s)<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(
        @"(?i)[^\n]{0,40}(?<![\w./:{\-])(?<!\b(?:team|sign-in|impersonation|database) )(?:tenant|member|user|session|plan)s?(?![\w/:}\-]|\.\w)[^\n]{0,40}"
    )]
    private static partial Regex Neutral();

    [GeneratedRegex(@"(?i)\b(?:tenant|member)s?\b")]
    private static partial Regex Tenant();

    /// <summary>A console with reported data and runs, whose labels are made-up words.</summary>
    public sealed class RelabelledConsole : IAsyncLifetime
    {
        private TestConsole _console = null!; // set before any test

        public TestBrowser Owner { get; private set; } = null!; // set before any test

        public string Tenant { get; private set; } = "";

        public string Member { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            _console = await TestConsole.Start();
            var app = await TestApplication.Connect(_console);
            Tenant = await app.Tenant("acme", "Acme", members: 3);
            Member = (await app.Get($"/api/v1/tenants/{Tenant}/members?limit=1")).GetProperty("data")[0].GetProperty("id").GetString()!;
            await app.Run("tenant.suspend", Tenant, new { cause = "billing" });
            foreach (var word in new[] { "tenant", "tenants", "member", "members", "session", "sessions", "plan", "plans", "tenant_id" })
                await app.Run("setting.change", IdGenerator.Platform, new { key = $"label.{word}", value = $"ẑ{word[..1]}ůx" });
            Owner = await TestBrowser.Owner(_console);
        }

        public ValueTask DisposeAsync() => _console.DisposeAsync();
    }
}
