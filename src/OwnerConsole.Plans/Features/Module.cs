using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Features;

/// <summary>The features that plans can include, identified by the keys that the application uses.</summary>
public sealed class Module : Kernel.Modules.Module
{
    internal const string Read = "feature.read";

    public override void AddServices(IServiceCollection services) =>
        services.AddSingleton<IOptionSource>(FeatureSource.All).AddSingleton<IOptionSource>(FeatureSource.PaidByCredits).AddSingleton<IFinder, FeatureFinder>();

    public override void MapRoutes(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/features", List)
            .WithSummary("List the features that plans can include.")
            .WithListPaging()
            .Produces<Page<KnownFeature>>()
            .RequirePermission(Read);

    private static async Task<IResult> List(HttpContext context, Database database)
    {
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(new Page<KnownFeature>(await FeatureCatalogue.Find(work), null, null), Json.ResponseOptions);
    }
}
