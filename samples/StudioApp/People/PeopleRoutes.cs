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
        routes
            .MapGet("/clients", (HttpContext context, PersonStore people) => Show(StudioPerson.Client, context, people))
            .RequireAuthorization(SignedInUser.Staff);
        routes
            .MapGet("/coaches", (HttpContext context, PersonStore people) => Show(StudioPerson.Coach, context, people))
            .RequireAuthorization(SignedInUser.Staff);
        routes.MapPost("/people", Add).RequireAuthorization(SignedInUser.Staff);
        routes.MapPost("/people/{person}/remove", Remove).RequireAuthorization(SignedInUser.Staff);
    }

    private static async Task<IResult> Show(string role, HttpContext context, PersonStore people, string? trouble = null) =>
        PageRenderer.Render<PeoplePage>(
            context,
            ("Role", role),
            ("People", await people.Of(SignedInUser.Of(context)!.Studio, role, context.RequestAborted)), // staff is signed in
            ("Trouble", trouble)
        );

    private static async Task<IResult> Add(
        [FromForm] string role,
        [FromForm] string name,
        [FromForm] string? email,
        [FromForm] string? password,
        HttpContext context,
        PersonStore people,
        StudioStore studios,
        ClientPlaces places
    )
    {
        if (role is not (StudioPerson.Client or StudioPerson.Coach))
            return Results.BadRequest();
        var hidden = string.IsNullOrEmpty(password) ? null : password;
        if (hidden is not null && SignedInUser.Of(context)!.Impersonation?.CanDo(ActiveImpersonation.PasswordChange) is false)
            return await Show(role, context, people, "You can't set a password while impersonating someone.");
        var (studio, id) = (SignedInUser.Of(context)!.Studio, StudioDatabase.NewId("person"));
        if (role is StudioPerson.Client && await places.Take(studio, id, context.RequestAborted) is { } refusal)
            return PageRenderer.Render<LimitReachedPage>(
                context,
                ("Name", name),
                ("Studio", (await studios.Find(studio, context.RequestAborted))!.Name), // a person's studio always exists
                ("Refusal", refusal)
            );
        if (await people.Add(id, studio, role, name, email, hidden, context.RequestAborted))
            return Back(role);
        await places.Return(id, context.RequestAborted);
        return await Show(role, context, people, "This email address is already in use.");
    }

    private static async Task<IResult> Remove(string person, [FromForm] string role, HttpContext context, PersonStore people)
    {
        await people.Remove(SignedInUser.Of(context)!.Studio, person, context.RequestAborted);
        return Back(role);
    }

    private static IResult Back(string role) => Results.LocalRedirect(role is StudioPerson.Client ? "/clients" : "/coaches");
}
