using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Addresses;
using OwnerConsole.Pure.StatusPages;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Changes the settings of the status page, and publishes or hides it.</summary>
public sealed class ConfigureStatusPage : Operation<StatusPageFacts, ConfigureStatusPage.Input>
{
    public const string Name = "status_page.configure";

    private const int MaxName = 100,
        MaxLink = 500;

    public sealed record Input(
        [StringLength(MaxName)] [Description("Name in the header of the page, such as Time Bot.")] string Name,
        [Description("Whether everyone can open the page without signing in.")] bool Enabled = false,
        [StringLength(MaxLink)] [Description("Website that the name links to, such as https://www.example.com. Leave blank for none.")] string? Link = null,
        [StringLength(MaxLink)]
        [Description("Where visitors can ask for help, such as https://www.example.com/help or mailto:help@example.com. Leave blank for none.")]
            string? SupportLink = null,
        [StringLength(7)] [Description("Color of the header, such as #2454c7. Leave blank for the default.")] string? Accent = null,
        [StringLength(MaxLink)]
        [Description(
            "Own address of the page, such as https://status.example.com. Your proxy must send /status there to the console. Leave blank for the address of the console."
        )]
            string? Address = null
    )
    {
        internal StatusPageSettings Settings =>
            new(
                Name.Trim(),
                Link.TrimToNull(),
                SupportLink.TrimToNull(),
                Accent.TrimToNull()?.ToLowerInvariant() ?? AccentColor.Default,
                Enabled,
                Address.TrimToNull()?.TrimEnd('/').ToLowerInvariant()
            );
    }

    public override Input Example => new("Time Bot", Enabled: true);

    public override OperationDefinition Definition =>
        new(Name, "Configure status page", "configured")
        {
            Subject = "platform",
            DoneSentence = "The status page is configured",
            Group = ActionGroup.Access,
            Synonyms = "publish, enable, disable, accent, brand",
            RestoredByUndo = "The previous settings, unless they were changed again.",
        };

    public override async Task<IReadOnlyList<StatusPageFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        await work.List<string>(
            $"select s.opened_by from status_pages.settings s where s.tenant_id = 'tnt_platform' and s.closed_by is null {work.ForUpdate("s")}"
        );
        var revision = await work.One<long>("select 1 + count(*) + count(closed_by) from status_pages.settings where tenant_id = 'tnt_platform'");
        return [new(revision, await StatusPageSettings.Find(work))];
    }

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work)
    {
        var now = await StatusPageSettings.Find(work);
        return
        [
            ("name", now.Name),
            ("enabled", now.IsEnabled ? "true" : "false"),
            ("link", now.Link),
            ("support_link", now.SupportLink),
            ("accent", now.Accent),
            ("address", now.Address),
        ];
    }

    public override Refusal? Refuse(StatusPageFacts subject, Input input) =>
        input.Settings.Name.Length is 0 or > MaxName || input.Settings.Name.Any(char.IsControl)
            ? new("bad_name", $"Enter a name of one line with at most {MaxName} characters.")
        : !IsLink(input.Settings.Link, isMailAllowed: false) ? new("bad_page_link", $"The link must be an address such as https://www.example.com.")
        : !IsLink(input.Settings.SupportLink, isMailAllowed: true)
            ? new("bad_page_link", $"The support link must be an address such as https://www.example.com/help or mailto:help@example.com.")
        : !IsAddress(input.Settings.Address)
            ? new("bad_page_link", $"The own address must be an https address without a path, such as https://status.example.com.")
        : !AccentColor.IsValid(input.Settings.Accent) ? new("bad_accent", $"The color must have the form #rrggbb, such as #2454c7.")
        : input.Settings == subject.Settings ? new("no_change", $"There are no changes to save.")
        : null;

    public override Decision Decide(StatusPageFacts subject, Input input) =>
        new(
            (subject.Settings.IsEnabled, input.Enabled) switch
            {
                (false, true) => Sentence.Say($"The status page becomes public: everyone can open it without signing in."),
                (true, false) => Sentence.Say($"The status page is no longer public."),
                _ => Sentence.Say($"The settings of the status page are changed."),
            },
            new Effect("enabled", subject.Settings.IsEnabled, input.Enabled)
        );

    public override async Task Execute(IReadOnlyList<StatusPageFacts> accepted, Input input, UnitOfWork work)
    {
        await StatusPageSettings.Versions.Close([IdGenerator.Platform], work);
        await work.Execute(
            """
            insert into status_pages.settings (tenant_id, name, link, support_link, accent, is_enabled, address, opened_by, opened_at)
            values ('tnt_platform', @Name, @Link, @SupportLink, @Accent, @IsEnabled, @Address, @run, clock_timestamp())
            """,
            new
            {
                input.Settings.Name,
                input.Settings.Link,
                input.Settings.SupportLink,
                input.Settings.Accent,
                input.Settings.IsEnabled,
                input.Settings.Address,
                run = work.RunId,
            }
        );
        work.Notify(StatusSnapshots.Channel);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<StatusPageFacts> subjects, string undoneRun, UnitOfWork work)
    {
        work.Notify(StatusSnapshots.Channel);
        return StatusPageSettings.Versions.Undo([IdGenerator.Platform], undoneRun, work);
    }

    /// <returns>Whether links can start with it, because it has neither a path nor a query.</returns>
    private static bool IsAddress(string? address) =>
        address is null || (IsLink(address, isMailAllowed: false) && new Uri(address).GetLeftPart(UriPartial.Authority) == address);

    private static bool IsLink(string? link, bool isMailAllowed) =>
        link is null
        || (
            link.Length <= MaxLink
            && (
                HttpsAddress.IsValid(link) || (isMailAllowed && Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeMailto)
            )
        );
}

/// <summary>The platform with the settings of its status page.</summary>
/// <param name="Settings">Current settings.</param>
public sealed record StatusPageFacts(long Revision, StatusPageSettings Settings) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;
}
