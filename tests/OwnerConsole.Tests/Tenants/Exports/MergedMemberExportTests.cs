using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Tenants.Members;

namespace OwnerConsole.Tests.Tenants.Exports;

/// <summary>Files of the application for a member who has two records are about both of them, and about one before they are merged.</summary>
public sealed class MergedMemberExportTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    [Fact]
    public async Task Files_are_about_the_records_that_were_merged_when_they_were_requested()
    {
        await using var stage = await LawHarness.Open(console);
        var known = await DuplicateMembers.Make(console, stage.App);
        var request = await Record(stage, known.Goes);
        var alone = await Export(stage, known);

        var before = await stage.App.Refusal("member.export", known.Stays);
        var merge = await known.Merge();
        var merged = await stage.App.Refusal("member.export", known.Stays);
        var both = await Export(stage, known);
        var evidence = (await Fulfil(stage, request, alone), await Fulfil(stage, request, both));
        var archive = (await stage.App.Get($"/api/v1/members/{known.Stays}/exports")).GetProperty("data")[0].GetProperty("id").GetString();
        var address = $"/api/v1/members/{known.Stays}/exports/{archive}/file";
        using var together = await stage.App.Http.GetAsync(address);
        await known.Separate(merge);
        using var separated = await stage.App.Http.GetAsync(address);
        var again = await stage.App.Refusal("member.export", known.Stays);
        await console.Services.GetServices<IWorkHandler>().Single(kind => kind.Name == "exports.upkeep").Execute(null!, CancellationToken.None); // the handler reads no item

        (before, merged, again).ShouldBe(("already_exported", null, null));
        evidence.ShouldBe(("other_person", null));
        (together.StatusCode, separated.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.NotFound));
        (await known.Rows("select file_id from exports.files where tenant_id = @tenant")).ShouldBeEmpty();
    }

    /// <summary>Exports the remaining member with a file of the application.</summary>
    private async Task<Run> Export(LawHarness stage, DuplicateMembers known)
    {
        var run = await stage.Run("member.export", known.Stays);
        var task = await stage.App.ClaimOf(known.Tenant);
        using var upload = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/tasks/{Text(task, "id")}/files/person.json") { Content = new StringContent("{}") };
        upload.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Text(task, "token"));
        using var answer = await console.Client.SendAsync(upload);
        (answer.StatusCode, (await stage.App.Say(task, "complete", new { })).Status).ShouldBe((HttpStatusCode.OK, 200));
        return run;
    }

    /// <returns>The ID of a verified request for the data of a member.</returns>
    private static async Task<string> Record(LawHarness stage, string member)
    {
        var recorded = await stage.Run("privacy_request.record", IdGenerator.Platform, new { kind = "export", members = new[] { member } });
        var request = recorded.Lines[0].Created!; // the operation creates a request
        await stage.App.Run("privacy_request.verify", request, new { method = "signed_in" });
        return request;
    }

    /// <returns>The code of the refusal of a run as evidence; null if it is accepted.</returns>
    private static Task<string?> Fulfil(LawHarness stage, string request, Run run) =>
        stage.App.Refusal("privacy_request.fulfil", request, new { runs = new[] { run.RunId } });

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!; // the tests expect a text
}
