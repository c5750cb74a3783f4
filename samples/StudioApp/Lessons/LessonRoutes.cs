using Microsoft.AspNetCore.Mvc;
using OwnerConsole.Client;
using StudioApp.Looks;
using StudioApp.People;
using StudioApp.SignIns;

namespace StudioApp.Lessons;

/// <summary>The timetable, which is the start page.</summary>
internal static class LessonRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Show);
        routes.MapPost("/lessons", Add).RequireAuthorization(SignedInUser.Staff);
        routes.MapPost("/lessons/{lesson}/book", Book);
    }

    private static async Task<IResult> Show(HttpContext context, LessonStore lessons, PersonStore people, string? trouble = null)
    {
        var visitor = SignedInUser.Of(context)!; // the page requires sign-in
        return PageRenderer.Render<TimetablePage>(
            context,
            ("Visitor", visitor),
            ("Lessons", await lessons.ListUpcoming(visitor.Studio, context.RequestAborted)),
            ("Coaches", await people.Of(visitor.Studio, StudioPerson.Coach, context.RequestAborted)),
            ("Clients", await people.Of(visitor.Studio, StudioPerson.Client, context.RequestAborted)),
            ("Trouble", trouble)
        );
    }

    private static async Task<IResult> Add(
        [FromForm] string title,
        [FromForm] string coach,
        [FromForm(Name = "starts_at")] DateTime startsAt,
        [FromForm] int minutes,
        [FromForm] int seats,
        HttpContext context,
        LessonStore lessons
    )
    {
        var begins = new DateTimeOffset(startsAt, TimeSpan.Zero); // the form uses UTC
        await lessons.Add(SignedInUser.Of(context)!.Studio, coach, title, begins, minutes, seats, context.RequestAborted);
        return Results.Redirect("/");
    }

    private static async Task<IResult> Book(string lesson, [FromForm] string? client, HttpContext context, LessonStore lessons, OwnerConsoleClient console)
    {
        var visitor = SignedInUser.Of(context)!;
        var who = visitor.IsStaff ? client ?? "" : visitor.Person; // clients book for themselves
        if (await lessons.Book(visitor.Studio, lesson, who, context.RequestAborted) is not { } booking)
            return Results.Redirect("/?trouble=full");
        await console.Report(
            new("lesson.booked", visitor.Studio)
            {
                Id = booking.Id,
                Member = booking.ClientId,
                Time = booking.BookedAt,
                Data = new { booking.Minutes },
            },
            context.RequestAborted
        );
        return Results.Redirect("/");
    }
}
