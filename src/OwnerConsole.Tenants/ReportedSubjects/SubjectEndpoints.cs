using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
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
        request.RequireKnown("q", "cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(Caller.Of(context)!, id, work); // the route requires a permission, so the caller is signed in
        var page = await ApplicationSubject.List(tenantId, type, request.Query.SearchText(), request.Text("cursor"), request.Limit(), work);
        return Results.Json(new Page<SubjectView>([.. page.Data.Select(SubjectView.Of)], page.NextCursor, page.Total), Json.ResponseOptions);
    }

    /// <summary>Body: <c>{"data": [{"id": "ext:…", …}]}</c>. Stores all of them or none.</summary>
    public async Task<IResult> Report(HttpContext context, string id, string type)
    {
        var data = RequestBody.ReadBulk(await RequestBody.ReadJson(context, context.RequestAborted), SubjectReports.MaxItems);
        var items = data.Select(item => new SubjectReports.Item(
                RequestBody.ReadExternalId(item.Id, $"the {type}"),
                SubjectReportRequest.Read(item.Fields, item.At)
            ))
            .ToList();
        var taken = await reports.Apply(await Tenant(context, id), type, items, context.RequestAborted);
        return Results.Json(new Page<SubjectView>([.. taken.Select(SubjectView.Of)], null, null), Json.ResponseOptions);
    }

    private async Task<string> Tenant(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        return await SubjectResolver.Tenant(Caller.Of(context)!, id, work);
    }
}

/// <summary>A reported object in the API.</summary>
/// <param name="Type">Type of the subject, as the application declares it.</param>
/// <param name="Title">Name shown in the console.</param>
/// <param name="EndedAt">Time at which it ended. Operations can't be run on it any more.</param>
public sealed record SubjectView(string Id, string Type, string ExternalId, string? Title, DateTimeOffset ReportedAt, DateTimeOffset? EndedAt)
{
    public static SubjectView Of(ApplicationSubject subject) =>
        new(subject.SubjectId, subject.Type, subject.ExternalId, subject.Title, subject.ReportedAt, subject.EndedAt);
}
