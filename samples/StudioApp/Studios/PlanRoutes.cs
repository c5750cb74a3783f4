using StudioApp.Looks;
using StudioApp.SignIns;

namespace StudioApp.Studios;

/// <summary>What a studio holds and uses.</summary>
internal static class PlanRoutes
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/plan",
                async (HttpContext context, StudioBooks studios) =>
                {
                    var studio = Visitor.Of(context)!.Studio; // staff is signed in
                    return Page.Of<PlanPage>(
                        context,
                        ("Studio", await studios.Find(studio, context.RequestAborted)),
                        ("Usage", await studios.Used(studio, context.RequestAborted))
                    );
                }
            )
            .RequireAuthorization(Visitor.Staff);
}
