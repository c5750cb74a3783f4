using Microsoft.AspNetCore.Authentication;
using OwnerConsole.Client;
using StudioApp.Looks;
using StudioApp.People;

namespace StudioApp.SignIns;

/// <summary>Starts and ends impersonation by the owner's team.</summary>
internal static class StudioImpersonationRoutes
{
    public const string Enter = "/impersonate",
        Leave = "/impersonate/leave",
        Alive = "/impersonate/alive";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Enter, Begin).AllowAnonymous();
        routes.MapPost(Leave, End);
        routes.MapGet(Alive, () => Results.NoContent());
    }

    private static async Task<IResult> Begin(string? token, HttpContext context, ImpersonationVerifier console, PersonStore people)
    {
        context.Response.Headers["Referrer-Policy"] = "no-referrer"; // the address contains the token
        if (await console.Check(token ?? "", context.RequestAborted) is not { } found)
            return ShowError(context, "This link has expired. Start again in the console.");
        if (await people.Find(found.Member.ExternalId, context.RequestAborted) is not { } person || person.StudioId != found.Tenant.ExternalId)
            return ShowError(context, "This person does not exist.");
        var visitor = new SignedInUser(
            person.Id,
            person.StudioId,
            person.Role,
            person.Name,
            Visit: null, // impersonation does not count as a visit
            new(found.Id, found.ActorName, found.Reason, !found.IsReadOnly, string.Join(' ', found.Blocked), found.EndsAt)
        );
        await context.SignInAsync(SignedInUser.Scheme, visitor.Principal(), new() { ExpiresUtc = found.EndsAt, AllowRefresh = false });
        return Results.Redirect("/");
    }

    private static async Task<IResult> End(HttpContext context, ImpersonationVerifier console)
    {
        if (SignedInUser.Of(context)?.Impersonation is { } through)
            await console.Leave(through.Id, context.RequestAborted);
        await context.SignOutAsync(SignedInUser.Scheme);
        return Results.Redirect("/sign-in");
    }

    private static IResult ShowError(HttpContext context, string says) =>
        PageRenderer.Render<ErrorPage>(context, ("Title", "Access denied"), ("Message", says));
}
