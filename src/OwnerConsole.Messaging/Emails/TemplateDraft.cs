using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Emails;

/// <summary>A template's text while it is edited, with the values and colors of its preview.</summary>
/// <param name="Language">Language of the translation; null for the default text.</param>
public sealed record TemplateDraft(EmailTemplate Template, string? Language, EmailContent Words)
{
    /// <summary>Permission to insert the values of a member.</summary>
    public const string ReadMembers = "member.read";

    /// <summary>Prefix of the fields with example values.</summary>
    internal const string SamplePrefix = "sample.";

    internal const int MaxSample = 2_000;

    /// <summary>Replaced example values by variable.</summary>
    public IReadOnlyDictionary<string, string> Samples { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Entered id or support number of a member; empty for example values.</summary>
    public string Member { get; init; } = "";

    /// <summary>The member whose values the preview inserts; null for example values.</summary>
    public SampleRecipient? Recipient { get; init; }

    public ColorScheme Scheme { get; init; }

    internal string? MemberError => Member.Length > 0 && Recipient is null ? "No current member has this id or support number." : null;

    /// <summary>Reads the submitted form.</summary>
    internal static async Task<TemplateDraft> Submitted(EmailTemplate template, HttpContext context, UnitOfWork work)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        string Part(string name) => form[name].ToString().ReplaceLineEndings("\n").Trim();
        return await new TemplateDraft(template, TemplateFacts.ReadLanguage(Part("language"), "language"), new(Part("subject"), Part("html"), Part("text")))
        {
            Samples = form.Where(field => field.Key.StartsWith(SamplePrefix, StringComparison.Ordinal))
                .ToDictionary(field => field.Key[SamplePrefix.Length..], field => Shorten(field.Value.ToString()), StringComparer.Ordinal),
            Scheme = Part("scheme") == ColorScheme.Dark.ToText() ? ColorScheme.Dark : ColorScheme.Light,
        }.WithMember(Part("member"), context, work);
    }

    /// <summary>Reads the saved text, or the version in the query string.</summary>
    /// <exception cref="Problem">404: no such version.</exception>
    internal static async Task<TemplateDraft> Saved(EmailTemplate template, EmailTemplates templates, string? language, HttpContext context, UnitOfWork work)
    {
        var words = context.Request.Text("version") is { } version
            ? (await ReadVersion(template, language, version, work)).Content
            : (await templates.Find(template, language, work) ?? await EmailTemplates.FindFor(template, language, work)).Content;
        return await new TemplateDraft(template, language, words) { Scheme = context.Request.Word<ColorScheme>("scheme") ?? ColorScheme.Light }.WithMember(
            context.Request.Text("member") ?? "",
            context,
            work
        );
    }

    /// <exception cref="Problem">404: no such version.</exception>
    internal static async Task<TemplateVersion> ReadVersion(EmailTemplate template, string? language, string number, UnitOfWork work) =>
        int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var parsed)
        && await TemplateVersion.Find(template, language, parsed, work) is { } version
            ? version
            : throw Problem.NotFound("version");

    /// <returns>The mistake that prevents a preview; null if there is none.</returns>
    internal TemplateError? FindError(CancellationToken stop) => TemplateCheck.FindError(Template, Words, stop);

    /// <summary>Renders the text with the example values or those of the member.</summary>
    /// <exception cref="Problem">400: the text exceeds the limits with these values.</exception>
    internal async Task<RenderedEmail> Render(UnitOfWork work)
    {
        var url = await PlatformAddress.Of(work);
        try
        {
            return EmailRenderer.Render(
                Words,
                TemplateSamples.Facts(Template, Samples, Recipient),
                PlatformWords.Current,
                url,
                ShownTo,
                work.Stop,
                EmailRenderer.ExampleUnsubscribeUrl(Template, url),
                Language,
                Scheme,
                Template.FramedMessage
            );
        }
        catch (TemplateLimitException exceeded)
        {
            throw Problem.Invalid("values", $"are too long for this text, which {exceeded.Message}");
        }
    }

    /// <summary>Renders a saved text as real emails do, which replaces one that can't be sent.</summary>
    internal async Task<RenderedEmail> Render(TemplateText saved, UnitOfWork work)
    {
        var url = await PlatformAddress.Of(work);
        return EmailRenderer.Render(
            Template,
            saved,
            TemplateSamples.Facts(Template, Samples, Recipient),
            PlatformWords.Current,
            url,
            ShownTo with
            {
                Language = Language,
            },
            work.Stop,
            EmailRenderer.ExampleUnsubscribeUrl(Template, url),
            Template.FramedMessage
        );
    }

    private EmailRecipient ShownTo =>
        Recipient?.AsRecipient(default) ?? new(SampleRecipient.Example.Name, "", Template.IsToMembers ? SampleRecipient.Example.SupportNumber : null, default);

    private async Task<TemplateDraft> WithMember(string member, HttpContext context, UnitOfWork work)
    {
        if (member.Length == 0 || Caller.Of(context) is not { IsScoped: false } caller || !caller.Can(ReadMembers))
            return this;
        return this with { Member = Shorten(member), Recipient = await FindMember(member, work) };
    }

    /// <param name="member">ID or support number.</param>
    /// <returns>Null if no current member has it.</returns>
    internal static async Task<SampleRecipient?> FindMember(string member, UnitOfWork work) =>
        (await SampleRecipient.Find(Mode.Live, [member], work)).FirstOrDefault() ?? (await SampleRecipient.Find(Mode.Test, [member], work)).FirstOrDefault();

    private static string Shorten(string text) => text.Length <= MaxSample ? text : text[..MaxSample];
}
