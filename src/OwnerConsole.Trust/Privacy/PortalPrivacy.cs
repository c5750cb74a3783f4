using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Trust.Privacy.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Privacy;

/// <summary>The portal page on which a member sends privacy requests and reads the answers, if the application identifies the member.</summary>
internal sealed class PortalPrivacy(PortalPrivacyRequests requests)
{
    internal const string Address = "/account/privacy",
        LawField = "law",
        KindField = "kind",
        NoteField = "note",
        Sent = "sent";

    /// <summary>Why members of test data can't send requests.</summary>
    internal const string NotProcessed = "Requests of test data aren't processed.";

    /// <summary>Maximum length of a message of a member.</summary>
    internal const int MaxNote = 2_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, PortalPrivacy self) => self.Show(context)).RequirePortalScope(PortalAccess.PlanRead);
        routes.MapPost(Address, (HttpContext context, PortalPrivacy self) => self.Send(context)).RequirePortalScope(PortalAccess.PlanRead);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var law = context.Request.Query[LawField] == PrivacyLaw.Ccpa.ToText() ? PrivacyLaw.Ccpa : PrivacyLaw.Gdpr;
        return await Draw(context, law, note: "", error: null);
    }

    private async Task<IResult> Send(HttpContext context)
    {
        var (tenantId, memberId) = PortalSession.MemberOf(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var law = form[LawField] == PrivacyLaw.Ccpa.ToText() ? PrivacyLaw.Ccpa : PrivacyLaw.Gdpr;
        var note = form[NoteField].ToString().ReplaceLineEndings("\n").Trim();
        if (await requests.IsTest(tenantId, context.RequestAborted))
            return await Draw(context, law, note: "", NotProcessed);
        if (Kinds(law).Where(kind => form[KindField] == kind.ToText()).Cast<PrivacyRequestKind?>().FirstOrDefault() is not { } chosen)
            return await Draw(context, law, note, "Choose what you request.");
        if (note.Length > MaxNote)
            return await Draw(context, law, note, $"Enter at most {Wording.Number(MaxNote)} characters.", chosen);
        if (note.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\t')))
            return await Draw(context, law, note: "", "Enter text without control characters.", chosen);
        if (chosen is PrivacyRequestKind.Correct && note.Length == 0)
            return await Draw(context, law, note, "Enter which data is wrong.", chosen);
        if (!await requests.Add(tenantId, memberId, law, chosen, note.TrimToNull(), context.RequestAborted))
            return await Draw(context, law, note, "You already have an open request of this kind.", chosen);
        return Results.Redirect($"{Address}?{LawField}={law.ToText()}&{Sent}");
    }

    /// <returns>What a member can request under a law.</returns>
    internal static IEnumerable<PrivacyRequestKind> Kinds(PrivacyLaw law) => Enum.GetValues<PrivacyRequestKind>().Where(kind => law.Has(kind));

    private async Task<IResult> Draw(HttpContext context, PrivacyLaw law, string note, string? error, PrivacyRequestKind? chosen = null)
    {
        var (tenantId, memberId) = PortalSession.MemberOf(context);
        return new PortalPageResult(
            "Your data",
            PageResult.Of<PortalPrivacyPage>(
                (nameof(PortalPrivacyPage.Requests), await requests.List(tenantId, memberId, context.RequestAborted)),
                (nameof(PortalPrivacyPage.IsTest), await requests.IsTest(tenantId, context.RequestAborted)),
                (nameof(PortalPrivacyPage.Law), law),
                (nameof(PortalPrivacyPage.Chosen), chosen),
                (nameof(PortalPrivacyPage.Note), note),
                (nameof(PortalPrivacyPage.Error), error),
                (nameof(PortalPrivacyPage.IsSent), error is null && context.Request.Query.ContainsKey(Sent))
            )
        )
        {
            Status = error is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }
}
