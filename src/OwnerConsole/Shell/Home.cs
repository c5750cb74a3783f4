using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Shell;

/// <summary>Redirects the root address to the first page that the reader can access.</summary>
public static class Home
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", Redirect).RequirePermission("tenant.read");

    private static IResult Redirect(HttpContext context, Navigation navigation) =>
        navigation.For(Caller.Of(context)!, "/") is [var first, ..] ? Results.Redirect(first.Address) : throw Problem.NotFound("page you can access");
}
