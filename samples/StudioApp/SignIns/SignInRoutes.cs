using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using StudioApp.Data;
using StudioApp.Looks;
using StudioApp.People;
using StudioApp.Studios;

namespace StudioApp.SignIns;

/// <summary>Pages to create a studio, sign in and sign out.</summary>
internal static class SignInRoutes
{
    private const int ShortestPassword = 10;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", (HttpContext context) => Page.Of<SignInPage>(context)).AllowAnonymous();
        routes.MapPost("/sign-in", SignIn).AllowAnonymous();
        routes.MapGet("/open", (HttpContext context) => Page.Of<OpenPage>(context)).AllowAnonymous();
        routes.MapPost("/open", Open).AllowAnonymous();
        routes.MapPost("/sign-out", SignOut);
    }

    private static async Task<IResult> SignIn(
        [FromForm] string email,
        [FromForm] string password,
        HttpContext context,
        PeopleBooks people,
        StudioBooks studios,
        Visits visits
    )
    {
        if (await people.Verify(email, password, context.RequestAborted) is not { } person)
            return Page.Of<SignInPage>(context, ("Trouble", "Wrong email or password."), ("Email", email));
        if ((await studios.Find(person.StudioId, context.RequestAborted))!.SuspendedFor is not null) // a person's studio always exists
            return Page.Of<SignInPage>(context, ("Trouble", "This studio is suspended. Its owner has been notified."), ("Email", email));
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
        PeopleBooks people,
        StudioBooks studios,
        Visits visits,
        Example examples
    )
    {
        if (password.Length < ShortestPassword)
            return Page.Of<OpenPage>(context, ("Trouble", $"The password must have at least {ShortestPassword} characters."));
        var id = await studios.Open(studio, email, context.RequestAborted);
        var owner = Database.NewId("person");
        if (!await people.Add(owner, id, Person.Owner, name, email, password, context.RequestAborted))
        {
            await studios.Remove(id, context.RequestAborted);
            return Page.Of<OpenPage>(context, ("Trouble", "This email address is already in use."));
        }
        if (example is not null)
            await examples.Fill(id, context.RequestAborted);
        await Begin((await people.Find(owner, context.RequestAborted))!, context, visits); // added above
        return Results.Redirect("/");
    }

    private static async Task<IResult> SignOut(HttpContext context, Visits visits)
    {
        if (Visitor.Of(context) is { } visitor)
            await visits.End(visitor, context.RequestAborted);
        await context.SignOutAsync(Visitor.Scheme);
        return Results.Redirect("/sign-in");
    }

    private static async Task Begin(Person person, HttpContext context, Visits visits)
    {
        var visit = await visits.Begin(person, context.RequestAborted);
        await context.SignInAsync(Visitor.Scheme, Visitor.Begin(person, visit).Principal());
    }
}
