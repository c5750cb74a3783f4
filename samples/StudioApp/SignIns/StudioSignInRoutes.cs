using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using StudioApp.Data;
using StudioApp.Looks;
using StudioApp.People;
using StudioApp.Studios;

namespace StudioApp.SignIns;

/// <summary>Pages to create a studio, sign in and sign out.</summary>
internal static class StudioSignInRoutes
{
    private const int MinPasswordLength = 10;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", (HttpContext context) => PageRenderer.Render<SignInPage>(context)).AllowAnonymous();
        routes.MapPost("/sign-in", SignIn).AllowAnonymous();
        routes.MapGet("/open", (HttpContext context) => PageRenderer.Render<SignUpPage>(context)).AllowAnonymous();
        routes.MapPost("/open", Open).AllowAnonymous();
        routes.MapPost("/sign-out", SignOut);
    }

    private static async Task<IResult> SignIn(
        [FromForm] string email,
        [FromForm] string password,
        HttpContext context,
        PersonStore people,
        StudioStore studios,
        SignInSessions visits
    )
    {
        if (await people.Verify(email, password, context.RequestAborted) is not { } person)
            return PageRenderer.Render<SignInPage>(context, ("Trouble", "Wrong email or password."), ("Email", email));
        if ((await studios.Find(person.StudioId, context.RequestAborted))!.SuspendedFor is not null) // a person's studio always exists
            return PageRenderer.Render<SignInPage>(context, ("Trouble", "This studio is suspended. Its owner has been notified."), ("Email", email));
        if (person.SuspendedFor is not null)
            return PageRenderer.Render<SignInPage>(context, ("Trouble", "Your account is suspended. Contact the studio."), ("Email", email));
        await Begin(person, context, visits);
        return Results.Redirect("/");
    }

    private static async Task<IResult> Open(
        [FromForm] string studio,
        [FromForm] string name,
        [FromForm] string email,
        [FromForm] string password,
        [FromForm] string? example,
        HttpContext context,
        PersonStore people,
        StudioStore studios,
        SignInSessions visits,
        ExampleData examples
    )
    {
        if (password.Length < MinPasswordLength)
            return PageRenderer.Render<SignUpPage>(context, ("Trouble", $"The password must have at least {MinPasswordLength} characters."));
        var id = await studios.Open(studio, email, context.RequestAborted);
        var owner = StudioDatabase.NewId("person");
        if (!await people.Add(owner, id, StudioPerson.Owner, name, email, password, context.RequestAborted))
        {
            await studios.Remove(id, context.RequestAborted);
            return PageRenderer.Render<SignUpPage>(context, ("Trouble", "This email address is already in use."));
        }
        if (example is not null)
            await examples.Fill(id, context.RequestAborted);
        await Begin((await people.Find(owner, context.RequestAborted))!, context, visits); // added above
        return Results.Redirect("/");
    }

    private static async Task<IResult> SignOut(HttpContext context, SignInSessions visits)
    {
        if (SignedInUser.Of(context) is { } visitor)
            await visits.End(visitor, context.RequestAborted);
        await context.SignOutAsync(SignedInUser.Scheme);
        return Results.Redirect("/sign-in");
    }

    private static async Task Begin(StudioPerson person, HttpContext context, SignInSessions visits)
    {
        var visit = await visits.Begin(person, context.RequestAborted);
        await context.SignInAsync(SignedInUser.Scheme, SignedInUser.Begin(person, visit).Principal());
    }
}
