using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Plans.Pages;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Plans;

/// <summary>Pages and API endpoints for plans.</summary>
public sealed class PlanRoutes(Database database, Panels panels)
{
    public const string Address = "/plans",
        Read = "plan.read";

    public async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        await using var work = await database.Read(context.RequestAborted);
        var plans = await PlanCatalogue.Find(work);
        return new PageResult(
            Wording.Translate("Plans and limits"),
            PageResult.Of<PlansPage>(
                (nameof(PlansPage.Plans), plans),
                (nameof(PlansPage.Drafts), await DraftFacts.Load([.. plans.Select(plan => plan.PlanId)], work)),
                (nameof(PlansPage.Features), await FeatureCatalogue.Find(work)),
                (nameof(PlansPage.Grants), await PlanGrant.Find(work)),
                (nameof(PlansPage.Panels), await panels.Draw("plans.page", new(caller, IdGenerator.Platform, Address), work)),
                (nameof(PlansPage.Caller), caller)
            )
        );
    }

    /// <summary>Path of a plan's page.</summary>
    public static string Of(string planId) => $"{Address}/{planId}";

    public async Task<IResult> One(HttpContext context, string planId)
    {
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        await using var work = await database.Read(context.RequestAborted);
        var plan = await Plan(planId, work);
        return new PageResult(
            plan.Name,
            PageResult.Of<PlanPage>(
                (nameof(PlanPage.Plan), plan),
                (nameof(PlanPage.Draft), (await PlanDraft.Find([planId], work)).GetValueOrDefault(planId)),
                (nameof(PlanPage.Versions), await PlanVersion.Find(planId, await Modes.Shown(caller, work), work)),
                (nameof(PlanPage.Features), await FeatureCatalogue.Find(work)),
                (nameof(PlanPage.Panels), await panels.Draw("plan.page", new(caller, planId, Of(planId)), work)),
                (nameof(PlanPage.Caller), caller)
            )
        );
    }

    public async Task<IResult> Versions(HttpContext context, string planId)
    {
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        await using var work = await database.Read(context.RequestAborted);
        await Plan(planId, work);
        return Results.Json(
            new OwnerConsole.Data.Page<PlanVersion>(await PlanVersion.Find(planId, await Modes.Shown(caller, work), work), null, null),
            Json.ResponseOptions
        );
    }

    public async Task<IResult> Draft(HttpContext context, string planId)
    {
        await using var work = await database.Read(context.RequestAborted);
        return (await PlanDraft.Find([planId], work)).GetValueOrDefault(planId) is { } draft
            ? Results.Json(draft, Json.ResponseOptions)
            : throw Problem.NotFound("draft of this plan");
    }

    private static async Task<PlanFacts> Plan(string planId, UnitOfWork work) =>
        await PlanFacts.Load([planId], work) is [var plan] ? plan : throw Problem.NotFound("plan");

    public async Task<IResult> List(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        var plans = await PlanCatalogue.Find(work);
        var grants = (await PlanGrant.Find(work)).ToLookup(
            grant => grant.PlanId,
            grant => new FeatureLimit(grant.Feature, grant.Allows),
            StringComparer.Ordinal
        );
        return Results.Json(
            new OwnerConsole.Data.Page<PlanView>(
                [
                    .. plans.Select(plan => new PlanView(
                        plan.PlanId,
                        plan.Key,
                        plan.Name,
                        plan.Price,
                        plan.Interval,
                        plan.OtherPrices,
                        plan.TrialDays,
                        plan.Number,
                        plan.IsAddon,
                        [.. grants[plan.PlanId]]
                    )),
                ],
                null,
                null
            ),
            Json.ResponseOptions
        );
    }
}

/// <summary>A plan in API responses.</summary>
/// <param name="Key">Key that plan_items use.</param>
/// <param name="Price">Price in the smallest unit of its currency.</param>
/// <param name="Interval">Billing interval; null for a free plan.</param>
/// <param name="OtherPrices">Additional prices, for another interval or in another currency.</param>
/// <param name="TrialDays">Length of the trial in days; null without one.</param>
/// <param name="Version">Number of the current version; existing subscribers can be on an earlier one.</param>
/// <param name="IsAddon">Whether the plan is sold on top of another plan and adds its features once per unit.</param>
/// <param name="Limits">Limits of the current version; other features use their default.</param>
public sealed record PlanView(
    string Id,
    string Key,
    string Name,
    Money Price,
    PlanInterval Interval,
    IReadOnlyList<PlanPrice> OtherPrices,
    int TrialDays,
    int Version,
    bool IsAddon,
    IReadOnlyList<FeatureLimit> Limits
);
