using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Where a list opens for somebody who asks for it without any parameter.</summary>
/// <returns>an address with parameters; null for the list itself</returns>
public delegate Task<string?> ListStart(Caller caller, string list, Work work);

/// <summary>What is kept of lists beside them: their views, and which of them one begins with.</summary>
public static class ListViews
{
    /// <summary>The page of a list: it opens as its reader wants it to. An address with parameters says all, so it is shown as it is.</summary>
    /// <remarks>A part of the page that is drawn anew is the list that is there, not one that is opened.</remarks>
    public static RouteHandlerBuilder OpensAsChosen(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter(
            async (invocation, next) =>
            {
                var context = invocation.HttpContext;
                if (await Start(context) is not { } address)
                    return await next(invocation);
                if (context.Request.Query.Count == 0 && !context.IsPartial())
                    return Results.Redirect(address);
                context.Items[typeof(ListStart)] = address;
                return await next(invocation);
            }
        );

    /// <summary>Does the list open with something else than all of it, for whom it is answered? Then its links to all of it have to say so.</summary>
    public static bool OpensElsewhere(HttpContext context) => context.Items.ContainsKey(typeof(ListStart));

    /// <summary>Above a list: what other modules keep of it.</summary>
    /// <param name="list">with the address of its first page, as it is filtered now</param>
    public static async Task<RenderFragment> Views(this Panels panels, PanelPlace list, Work work)
    {
        var drawn = await panels.Draw("list.views", list, work);
        return builder =>
        {
            foreach (var panel in drawn)
                builder.AddContent(0, panel);
        };
    }

    private static async Task<string?> Start(HttpContext context)
    {
        if (Caller.Of(context) is not { } caller)
            return null;
        await using var work = await context.RequestServices.GetRequiredService<Database>().Read(context.RequestAborted);
        return await context.RequestServices.GetRequiredService<ListStart>()(caller, context.Request.Path.Value!, work); // a path that has led here
    }
}
