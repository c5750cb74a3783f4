using Microsoft.AspNetCore.Mvc;
using StudioApp.Connection;
using StudioApp.Data;
using StudioApp.Looks;
using StudioApp.SignIns;
using StudioApp.Studios;

namespace StudioApp.People;

/// <summary>Pages of clients and coaches.</summary>
internal static class PeopleRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/clients", (HttpContext context, PeopleBooks people) => Show(Person.Client, context, people)).RequireAuthorization(Visitor.Staff);
        routes.MapGet("/coaches", (HttpContext context, PeopleBooks people) => Show(Person.Coach, context, people)).RequireAuthorization(Visitor.Staff);
        routes.MapPost("/people", Add).RequireAuthorization(Visitor.Staff);
        routes.MapPost("/people/{person}/remove", Remove).RequireAuthorization(Visitor.Staff);
    }

    private static async Task<IResult> Show(string role, HttpContext context, PeopleBooks people, string? trouble = null) =>
        Page.Of<PeoplePage>(
            context,
            ("Role", role),
            ("People", await people.Of(Visitor.Of(context)!.Studio, role, context.RequestAborted)), // staff is signed in
            ("Trouble", trouble)
        );

    private static async Task<IResult> Add(
        [FromForm] string role,
        [FromForm] string name,
        [FromForm] string? email,
        [FromForm] string? password,
        HttpContext context,
        PeopleBooks people,
        StudioBooks studios,
        Places places
    )
    {
        if (role is not (Person.Client or Person.Coach))
            return Results.BadRequest();
        var hidden = string.IsNullOrEmpty(password) ? null : password;
        if (hidden is not null && Visitor.Of(context)!.Impersonation?.MayDo(LookingThrough.PasswordChange) is false)
            return await Show(role, context, people, "You can't set a password while impersonating someone.");
        var (studio, id) = (Visitor.Of(context)!.Studio, Database.NewId("person"));
        if (role is Person.Client && await places.Take(studio, id, context.RequestAborted) is { } refusal)
            return Page.Of<FullPage>(
                context,
                ("Name", name),
                ("Studio", (await studios.Find(studio, context.RequestAborted))!.Name), // a person's studio always exists
                ("Refusal", refusal)
            );
        if (await people.Add(id, studio, role, name, email, hidden, context.RequestAborted))
            return Back(role);
        await places.GiveBack(id, context.RequestAborted);
        return await Show(role, context, people, "This email address is already in use.");
    }

    private static async Task<IResult> Remove(string person, [FromForm] string role, HttpContext context, PeopleBooks people)
    {
        await people.Remove(Visitor.Of(context)!.Studio, person, context.RequestAborted);
        return Back(role);
    }

    private static IResult Back(string role) => Results.LocalRedirect(role is Person.Client ? "/clients" : "/coaches");
}
