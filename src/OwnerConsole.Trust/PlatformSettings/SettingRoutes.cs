using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Trust.PlatformSettings.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.PlatformSettings;

/// <summary>Page and API of the platform settings.</summary>
public sealed class SettingRoutes(Database database, SettingCatalogue book)
{
    public const string Address = "/settings",
        Read = "setting.read";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, SettingRoutes self) => self.Show(context)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/settings", (HttpContext context, SettingRoutes self) => self.List(context))
            .WithSummary("List the platform settings with their current values and last changes.")
            .WithListPaging()
            .Produces<Page<SettingView>>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var address = ListAddress.Of(Address, context.Request, part => part == "q");
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var all = await book.Current(work);
        var text = address["q"] ?? "";
        return new PageResult(
            "General",
            PageResult.Of<SettingsPage>(
                (nameof(SettingsPage.Caller), Caller.Of(context)),
                (nameof(SettingsPage.Settings), (SettingState[])[.. all.Where(now => Matches(now, text))]),
                (nameof(SettingsPage.Names), await SentenceRenderer.For(all.Select(now => now.ChangedBy).OfType<string>(), work)),
                (nameof(SettingsPage.Address), address)
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(new Page<SettingView>([.. (await book.Current(work)).Select(SettingView.Of)], null, null), Json.ResponseOptions);
    }

    // Every word of the search text must occur somewhere.
    private static bool Matches(SettingState now, string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .All(word =>
                $"{now.Setting.Name} {now.Setting.Key} {now.Setting.Description} {now.Setting.Category} {now.Setting.Format(now.Value)}".Contains(
                    word,
                    StringComparison.OrdinalIgnoreCase
                )
            );
}

/// <summary>A platform setting in the API.</summary>
/// <param name="Key">Name of the setting.</param>
/// <param name="Category">Section of the settings page.</param>
/// <param name="Name">Label of the setting.</param>
/// <param name="Description">What the setting does.</param>
/// <param name="Value">A number for numeric settings, otherwise a text.</param>
/// <param name="Default">Value that applies until it is changed.</param>
/// <param name="Unit">Unit of a numeric value.</param>
/// <param name="ChangedBy">ID of the actor that changed it; null if it has its default.</param>
public sealed record SettingView(
    string Key,
    SettingCategory Category,
    string Name,
    string Description,
    object Value,
    object Default,
    string? Unit,
    string? ChangedBy,
    DateTimeOffset? ChangedAt,
    string? Run
)
{
    public static SettingView Of(SettingState now) =>
        new(
            now.Setting.Key,
            now.Setting.Category,
            now.Setting.Name,
            now.Setting.Description,
            now.Setting.ToJsonValue(now.Value),
            now.Setting.ToJsonValue(now.Setting.Default),
            now.Setting.Unit,
            now.ChangedBy,
            now.ChangedAt,
            now.RunId
        );
}
