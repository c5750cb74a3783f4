using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Shell;

/// <summary>The address without a path: the first page of the first section that its reader may see.</summary>
public static class Home
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", Lead).Needs("tenant.read");

    private static IResult Lead(HttpContext context, Navigation navigation) =>
        navigation.For(Caller.Of(context)!, "/") is [var first, ..] ? Results.Redirect(first.Address) : throw Problem.NotFound("page you may see");
}
