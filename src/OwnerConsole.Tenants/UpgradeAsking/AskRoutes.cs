using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.UpgradeAsking.Pages;
using OwnerConsole.Tenants.Upgrades.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.UpgradeAsking;

/// <summary>The page on which a tenant asks for another plan.</summary>
public sealed class AskRoutes(Database database, UpgradeRequests requests)
{
    public const string Address = "/account/plan/request";

    public Task<IResult> Show(HttpContext context) => Show(context, new(context.Request.Query["plan"].ToString(), [], "", null));

    public async Task<IResult> Ask(HttpContext context)
    {
        var session = PortalSession.Of(context)!; // the route is of the portal
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var asked = new AskInput(form["plan"].ToString(), [.. form["replaces"].OfType<string>()], form["reason"].ToString().Trim(), null);
        if (Trouble(asked) is { } trouble)
            return await Show(context, asked with { Trouble = trouble });
        AskFacts facts;
        await using (var reading = await database.Read(context.RequestAborted))
            facts = await AskFacts.Load(session.TenantId, reading);
        if (facts.Choices.All(plan => plan.Key != asked.Plan))
            return await Show(context, asked with { Trouble = "Choose one of the plans that are listed." });
        database.Fullness.Demand();
        // Of several plans that it holds it says which it gives up; of one, that one.
        var replaces = facts.Held.Count > 1 ? asked.Replaces : null;
        try
        {
            await using var work = await database.Write(Door.Intake(UpgradeRequests.Intake), [session.TenantId], context.RequestAborted);
            await requests.Ask(session.TenantId, asked.Plan, replaces, asked.Reason, session.Asker, work);
            await work.Commit();
        }
        catch (Problem refused) when (refused.Status is 400 or 409 or 422) // what it holds has changed since the page was drawn
        {
            return await Show(context, asked with { Trouble = "Your plan has changed meanwhile. Look at it once more, and ask again if you still want to." });
        }
        return Results.Redirect(Address);
    }

    public async Task<IResult> Cancel(HttpContext context, string id)
    {
        var session = PortalSession.Of(context)!; // as above
        try
        {
            await using var work = await database.Write(Door.Intake(UpgradeRequests.Intake), [session.TenantId], context.RequestAborted);
            await requests.Cancel(session.TenantId, id, session.Asker, work);
            await work.Commit();
        }
        catch (Problem answered) when (answered.Status is 409)
        {
            // it was answered in the meantime: the page says how
        }
        return Results.Redirect(Address);
    }

    private async Task<IResult> Show(HttpContext context, AskInput asked)
    {
        await using var work = await database.Read(context.RequestAborted);
        var facts = await AskFacts.Load(PortalSession.Of(context)!.TenantId, work); // as above
        return new PortalPage("Ask for another plan", Page.Of<AskPage>((nameof(AskPage.Facts), facts), (nameof(AskPage.Asked), asked)))
        {
            Status = asked.Trouble is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private static string? Trouble(AskInput asked) =>
        asked.Reason.Length == 0 ? "Say why you need it: whoever answers knows no more than you write."
        : asked.Reason.Length > UpgradeRequests.LongestReason ? $"The reason has {UpgradeRequests.LongestReason} characters at most."
        : asked.Reason.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) ? "The reason has characters that can't be shown."
        : null;
}

/// <summary>What was filled in.</summary>
/// <param name="Plan">its key</param>
/// <param name="Replaces">keys of what is given up for it</param>
/// <param name="Trouble">why it was not sent, in words for whoever filled it in; null where nothing is wrong</param>
public sealed record AskInput(string Plan, IReadOnlyList<string> Replaces, string Reason, string? Trouble);
