using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Entitlements.Decisions.Pages;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Entitlements.Decisions;

/// <summary>Explanation of a decision, as a page and as an API endpoint.</summary>
public sealed class DecisionRoutes(Database database, DecisionReader decisions)
{
    public const string Address = "/plans/limits";

    public async Task<IResult> Show(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // The route requires a permission, so there is a caller.
        await using var work = await database.Read(context.RequestAborted);
        var found = await decisions.Find(caller, id, work);
        return new PageResult(
            Wording.Translate("Limit decision"),
            PageResult.Of<DecisionPage>(
                (nameof(DecisionPage.Decision), found),
                (nameof(DecisionPage.Feature), (await FeatureCatalogue.Find(work)).FirstOrDefault(knownFeature => knownFeature.Key == found.Feature)),
                (nameof(DecisionPage.Plans), await PlanCatalogue.FindNames(work)),
                (nameof(DecisionPage.Names), await SentenceRenderer.For([found.TenantId], work)),
                (nameof(DecisionPage.Caller), caller)
            )
        );
    }

    public async Task<IResult> Find(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await decisions.Find(Caller.Of(context)!, id, work), Json.ResponseOptions);
    }
}
