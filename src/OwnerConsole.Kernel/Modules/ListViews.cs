using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Finds the view that a list opens with when the caller requests it without parameters.</summary>
/// <returns>A URL with parameters; null for the plain list.</returns>
public delegate Task<string?> ListStartResolver(Caller caller, string list, UnitOfWork work);

/// <summary>Saved views of lists and the views that lists open with.</summary>
public static class ListViews
{
    /// <summary>Opens the list page with the reader's default view. A URL with parameters is shown as it is.</summary>
    /// <remarks>Refreshing a part of the page keeps the current list and doesn't open the default view.</remarks>
    public static RouteHandlerBuilder WithSavedViews(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter(
            async (invocation, next) =>
            {
                var context = invocation.HttpContext;
                if (await FindStart(context) is not { } address)
                    return await next(invocation);
                if (context.Request.Query.Count == 0 && !context.IsPartial())
                    return Results.Redirect(address);
                context.Items[typeof(ListStartResolver)] = address;
                return await next(invocation);
            }
        );

    /// <summary>True when the list has a default view for this caller, so that links to the plain list must have explicit parameters.</summary>
    public static bool HasOtherDefault(HttpContext context) => context.Items.ContainsKey(typeof(ListStartResolver));

    /// <summary>Content that other modules add above a list.</summary>
    /// <param name="list">The list, with the URL of its first page including current filters.</param>
    public static async Task<RenderFragment> DrawViews(this Panels panels, PanelPlace list, UnitOfWork work)
    {
        var drawn = await panels.Draw("list.views", list, work);
        return builder =>
        {
            foreach (var panel in drawn)
                builder.AddContent(0, panel);
        };
    }

    private static async Task<string?> FindStart(HttpContext context)
    {
        if (Caller.Of(context) is not { } caller)
            return null;
        await using var work = await context.RequestServices.GetRequiredService<Database>().Read(context.RequestAborted);
        return await context.RequestServices.GetRequiredService<ListStartResolver>()(caller, context.Request.Path.Value!, work); // the path is set, because routing matched it
    }
}
