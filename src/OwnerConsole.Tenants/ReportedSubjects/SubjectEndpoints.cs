using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.ReportedSubjects;

/// <summary>API of reported objects: the list and the reports.</summary>
public sealed class SubjectEndpoints(SubjectReports reports, Database database)
{
    /// <summary>Example of a report in the API reference.</summary>
    public static readonly JsonElement Example = Json.Element(
        new
        {
            Data = new[]
            {
                new
                {
                    Id = "ext:booking-81",
                    Title = "Pottery on Friday",
                    Ended = false,
                },
            },
        }
    );

    public async Task<IResult> List(HttpContext context, string id, string type)
    {
        var request = context.Request;
        request.Knows("q", "cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(Caller.Of(context)!, id, work); // the route requires a permission, so the caller is signed in
        var page = await ApplicationSubject.List(tenantId, type, request.Query.Sought(), request.Text("cursor"), request.Limit(), work);
        return Results.Json(new Page<SubjectView>([.. page.Data.Select(SubjectView.Of)], page.NextCursor, page.Total), Json.Answers);
    }

    /// <summary>Body: <c>{"data": [{"id": "ext:…", …}]}</c>. Stores all of them or none.</summary>
    public async Task<IResult> Report(HttpContext context, string id, string type)
    {
        var data = Body.Data(await Body.Json(context, context.RequestAborted), SubjectReports.Most);
        var items = data.Select(item => new SubjectReports.Item(Body.External(item.Id, $"the {type}"), SubjectReport.Read(item.Fields, item.At))).ToList();
        var taken = await reports.Take(await Tenant(context, id), type, items, context.RequestAborted);
        return Results.Json(new Page<SubjectView>([.. taken.Select(SubjectView.Of)], null, null), Json.Answers);
    }

    private async Task<string> Tenant(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        return await Subjects.Tenant(Caller.Of(context)!, id, work);
    }
}

/// <summary>A reported object in the API.</summary>
/// <param name="EndedAt">Time at which it ended. Operations can't be run on it any more.</param>
public sealed record SubjectView(string Id, string Type, string ExternalId, string? Title, DateTimeOffset ReportedAt, DateTimeOffset? EndedAt)
{
    public static SubjectView Of(ApplicationSubject subject) =>
        new(subject.ThingId, subject.Type, subject.ExternalId, subject.Title, subject.ReportedAt, subject.EndedAt);
}
