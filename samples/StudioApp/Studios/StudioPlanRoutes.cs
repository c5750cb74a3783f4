using System.Net;
using OwnerConsole.Client;
using StudioApp.Looks;
using StudioApp.SignIns;

namespace StudioApp.Studios;

/// <summary>Page of a studio's plan and usage, and the link to its portal at the console with limits and other plans.</summary>
internal static class StudioPlanRoutes
{
    public const string Portal = "/plan/limits";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/plan",
                async (HttpContext context, StudioStore studios) =>
                {
                    var studio = SignedInUser.Of(context)!.Studio; // staff is signed in
                    return PageRenderer.Render<StudioPlanPage>(
                        context,
                        ("Studio", await studios.Find(studio, context.RequestAborted)),
                        ("Usage", await studios.ReadUsage(studio, context.RequestAborted))
                    );
                }
            )
            .RequireAuthorization(SignedInUser.Staff);
        routes.MapGet(Portal, Open).RequireAuthorization(SignedInUser.Staff);
    }

    private static async Task<IResult> Open(HttpContext context, OwnerConsoleClient console)
    {
        var visitor = SignedInUser.Of(context)!; // staff is signed in
        try
        {
            return Results.Redirect((await Enter(visitor.Person)).Url.ToString());
        }
        catch (RefusedException refused) when (refused.Status is HttpStatusCode.NotFound)
        {
            return Results.Redirect((await Enter(member: null)).Url.ToString()); // new staff may not be reported yet
        }
        catch (Exception away) when (away is HttpRequestException or RefusedException)
        {
            return PageRenderer.Render<ConsoleUnavailablePage>(context);
        }

        Task<PortalLink> Enter(string? member) =>
            console.OpenPortal(visitor.Studio, member, new Uri($"{context.Request.Scheme}://{context.Request.Host}/clients"), stop: context.RequestAborted);
    }
}
