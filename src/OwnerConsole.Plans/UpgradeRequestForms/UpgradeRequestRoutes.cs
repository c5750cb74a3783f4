using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.UpgradeRequestForms.Pages;
using OwnerConsole.Plans.Upgrades.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.UpgradeRequestForms;

/// <summary>The portal page on which a tenant requests another plan.</summary>
public sealed class UpgradeRequestRoutes(Database database, UpgradeRequests requests)
{
    public const string Address = "/account/plan/request";

    public Task<IResult> Show(HttpContext context) => Show(context, new(context.Request.Query["plan"].ToString(), [], "", null));

    public async Task<IResult> Submit(HttpContext context)
    {
        var session = PortalSession.Of(context)!; // set on all portal routes
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var asked = new UpgradeRequestForm(form["plan"].ToString(), [.. form["replaces"].OfType<string>()], form["reason"].ToString().Trim(), null);
        if (Validate(asked) is { } trouble)
            return await Show(context, asked with { Error = trouble });
        UpgradeRequestPageModel facts;
        await using (var reading = await database.Read(context.RequestAborted))
            facts = await UpgradeRequestPageModel.Load(session.TenantId, reading);
        if (facts.Choices.All(plan => plan.Key != asked.Plan))
            return await Show(context, asked with { Error = "Choose one of the listed plans." });
        database.DiskSpaceGuard.ThrowIfFull();
        // A tenant on several plans chooses which of them to replace. A single plan is always replaced.
        var replaces = facts.Held.Count > 1 ? asked.Replaces : null;
        try
        {
            await using var work = await database.Write(WriteOrigin.Intake(UpgradeRequests.Intake), [session.TenantId], context.RequestAborted);
            await requests.Create(session.TenantId, asked.Plan, replaces, asked.Reason, session.RequestedBy, work);
            await work.Commit();
        }
        catch (Problem refused) when (refused.Status is 400 or 409 or 422) // the tenant's plan has changed since the page was loaded
        {
            return await Show(
                context,
                asked with
                {
                    Error = "Your plan has changed in the meantime. Check it and send the request again if you still need it.",
                }
            );
        }
        return Results.Redirect(Address);
    }

    public async Task<IResult> Cancel(HttpContext context, string id)
    {
        var session = PortalSession.Of(context)!; // set on all portal routes
        try
        {
            await using var work = await database.Write(WriteOrigin.Intake(UpgradeRequests.Intake), [session.TenantId], context.RequestAborted);
            await requests.Cancel(session.TenantId, id, session.RequestedBy, work);
            await work.Commit();
        }
        catch (Problem answered) when (answered.Status is 409)
        {
            // The request has been answered in the meantime. The page shows the answer.
        }
        return Results.Redirect(Address);
    }

    private async Task<IResult> Show(HttpContext context, UpgradeRequestForm asked)
    {
        await using var work = await database.Read(context.RequestAborted);
        var facts = await UpgradeRequestPageModel.Load(PortalSession.Of(context)!.TenantId, work); // set on all portal routes
        return new PortalPageResult(
            "Request another plan",
            PageResult.Of<UpgradeRequestPage>((nameof(UpgradeRequestPage.Facts), facts), (nameof(UpgradeRequestPage.Asked), asked))
        )
        {
            Status = asked.Error is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private static string? Validate(UpgradeRequestForm asked) =>
        asked.Reason.Length == 0 ? "Enter a reason, so that your request can be reviewed."
        : asked.Reason.Length > UpgradeRequests.MaxReasonLength ? $"The reason can have at most {UpgradeRequests.MaxReasonLength} characters."
        : asked.Reason.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) ? "The reason contains characters that can't be displayed."
        : null;
}

/// <summary>Values of the form.</summary>
/// <param name="Plan">Key of the requested plan.</param>
/// <param name="Replaces">Keys of the plans to replace.</param>
/// <param name="Error">Error message for the person who filled in the form; null if there is none.</param>
public sealed record UpgradeRequestForm(string Plan, IReadOnlyList<string> Replaces, string Reason, string? Error);
