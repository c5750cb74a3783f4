using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Messaging.Preferences.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>The settings page about what members receive, and the list of suppressed addresses in the API.</summary>
public sealed class PreferenceRoutes(Database database, SuppressionList suppressions, MessageTopics topics)
{
    public const string Address = "/settings/preferences",
        Read = "preference.read";

    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, PreferenceRoutes self) => self.Show(context)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/suppressions", (HttpContext context, PreferenceRoutes self) => self.List(context))
            .WithSummary("List the addresses that receive no messages, the latest first.")
            .WithPaging()
            .Produces<OwnerConsole.Data.Page<Suppression>>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        var values = new List<(string Name, string Key, string Value)>();
        foreach (var setting in PreferenceSettings.All)
            values.Add((setting.Name, setting.Key, setting.Format(await setting.Get(work))));
        return new PageResult(
            "Message preferences",
            PageResult.Of<PreferencesPage>(
                (nameof(PreferencesPage.Caller), Caller.Of(context)), // never null: the route requires a permission
                (nameof(PreferencesPage.Topics), topics.All),
                (nameof(PreferencesPage.Counts), await suppressions.Count(work)),
                (nameof(PreferencesPage.Settings), values),
                (nameof(PreferencesPage.Suppressions), await suppressions.Find(context.Request.Text("cursor"), PageSize, work)),
                (nameof(PreferencesPage.IsFirst), context.Request.Text("cursor") is null)
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown("cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await suppressions.Find(context.Request.Text("cursor"), context.Request.Limit(), work), Json.ResponseOptions);
    }
}
