using System.Globalization;
using System.Text.Json;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Tests.Integrations.Applications;

namespace OwnerConsole.Tests.Laws;

/// <summary>Laws that every operation must obey, tested on the whole catalogue with one example each. Special behaviour is tested with the operation.</summary>
public sealed class LawTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    /// <summary>Matches a one before a plural, such as "1 days". Words that end in s in the singular are listed first.</summary>
    private const string OneOfMany = @"(?<![\w.,:#-])1 (?!(?:is|was|has|this|its|does)\b)(?:\w+ )?(?:[a-z]+[^s\W]s|people)\b";

    public static TheoryData<string> All(int law) => Examples.Those(_ => true, law);

    [Fact]
    public async Task Law_0_Every_operation_has_exactly_one_example()
    {
        await using var stage = await LawHarness.Open(console);

        Examples.All.Select(example => example.OperationName).ShouldBe(stage.Catalogue.Own.Select(operation => operation.Definition.Name));
        stage.Catalogue.Own.ShouldAllBe(operation => Json.Read(operation.ExampleInput, operation.InputType, "input") != null);
    }

    [Theory]
    [MemberData(nameof(All), 1)]
    public async Task Law_1_A_preview_writes_nothing(string operation)
    {
        await using var stage = await LawHarness.Open(console);
        var given = await Examples.Of(operation).Arrange(stage);
        var before = await stage.ReadAll();

        var preview = await stage.Preview(Examples.Of(operation), given);

        preview.Accepted.ShouldBe(1, preview.Names.Text(preview.Subjects[0].ParsedSentence));
        preview.Names.Text(preview.Subjects[0].ParsedSentence).ShouldNotMatch(OneOfMany);
        (await stage.ReadAll()).ShouldEqual(before);
    }

    [Theory]
    [MemberData(nameof(All), 2)]
    public async Task Law_2_A_run_does_what_its_preview_showed(string operation)
    {
        await using var stage = await LawHarness.Open(console);
        var preview = await stage.Preview(Examples.Of(operation), await Examples.Of(operation).Arrange(stage));
        var before = await stage.ReadCurrent();

        var run = await stage.Start(preview);

        var after = await stage.ReadCurrent();
        run.State.ShouldBe(ExpectedState(stage, operation));
        var (shown, done) = (preview.Subjects.ShouldHaveSingleItem(), run.Lines.ShouldHaveSingleItem());
        (done.SubjectId, done.TenantId, done.Sentence, done.Created).ShouldBe((shown.SubjectId, shown.TenantId, shown.Sentence, shown.Created));
        var (made, gone) = (after.Except(before), before.Except(after));
        var hasQueuedWork = await stage.CountPendingWork(run) > 0;
        (made.Any() || gone.Any() || hasQueuedWork).ShouldBeTrue("it changed nothing");
        if (shown.Created is { } created)
            made.ShouldContain(row => row.Contains(created));
        // The message to the application contains what it does; it is encrypted here.
        if (stage.Catalogue.Find(operation).Definition.IsExternal)
            made = [.. made, .. (await stage.App.Claim(100)).Select(task => task.GetRawText())];
        foreach (var effect in shown.Changes)
            (DatabaseSnapshot.Shows(made, effect.After) && DatabaseSnapshot.Shows(gone, effect.Before)).ShouldBeTrue(
                $"{effect}: {string.Join('\n', gone)}\nbecame {string.Join('\n', made)}"
            );
    }

    [Theory]
    [MemberData(nameof(All), 3)]
    public async Task Law_3_A_caller_without_the_permission_is_refused(string operation)
    {
        await using var stage = await LawHarness.Open(console);
        var given = await Examples.Of(operation).Arrange(stage);
        var preview = await stage.Preview(Examples.Of(operation), given);
        var others = stage.Catalogue.All.Select(one => one.Definition.Name).Where(name => name != operation);
        var stranger = await TestApplication.Connect(console, scopes: [.. others, "operation.read", "tenant.read"]);
        var before = await stage.ReadAll();

        var look = await stranger.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            Json.Text(
                new
                {
                    operation,
                    subjects = new[] { given.Subject },
                    preview.Input,
                }
            )
        );
        var stolen = await stranger.Send(HttpMethod.Post, "/api/v1/runs", Json.Text(new { preview = preview.PreviewId }));
        var demoted = await Should.ThrowAsync<Problem>(() => stage.Start(preview, new("system", CallerKind.System, [.. others])));

        look.Status.ShouldBe(403);
        look.Body.GetProperty("detail").GetString()!.ShouldContain(operation);
        stolen.Status.ShouldBe(404);
        demoted.Status.ShouldBe(403);
        var after = await stage.ReadAll();
        before.Except(after).ShouldBeEmpty();
        after.Except(before).ShouldHaveSingleItem().ShouldContain("\"code\":\"not_theirs\""); // The log contains the attempt to use the preview of another caller.
    }

    [Theory]
    [MemberData(nameof(All), 4)]
    public async Task Law_4_A_refusal_applies_in_the_preview_and_under_the_lock(string operation)
    {
        await using var stage = await LawHarness.Open(console);
        var example = Examples.Of(operation);
        var given = await example.Arrange(stage);
        var early = await stage.Preview(example, given);
        if (example.RefusedInput is null)
            await stage.Run(example, given);

        var late = await stage.Preview(operation, example.RefusedInput ?? given.Input, given.Subject);

        // Makes the early preview look as if it knew about the change, so that only the check under the lock can refuse.
        await Force(stage, early, late);
        var before = await stage.ReadAll();
        var code = late.Subjects.ShouldHaveSingleItem().Code.ShouldNotBeNull();
        (await Should.ThrowAsync<Problem>(() => stage.Start(late))).Code.ShouldBe(code);
        (await Should.ThrowAsync<Problem>(() => stage.Start(early))).Code.ShouldBe(code);
        (await stage.ReadAll()).ShouldEqual(before);
    }

    [Theory]
    [MemberData(nameof(All), 5)]
    public async Task Law_5_A_run_is_logged_once_without_personal_data(string operation)
    {
        await using var stage = await LawHarness.Open(console);
        var given = await Examples.Of(operation).Arrange(stage);
        var preview = await stage.Preview(Examples.Of(operation), given);

        var run = await stage.Start(preview);

        var lines = await stage.Logged(run);
        lines
            .Select(Decided)
            .Distinct()
            .ShouldBe([("run", "system", operation, given.Subject, ExpectedState(stage, operation).ToText(), preview.Subjects[0].Sentence)]);
        lines.GroupBy(line => Text(line, "tenant_id")).ShouldAllBe(heard => heard.Count() == Math.Max(1, heard.Count(line => Text(line, "event") != null)));
        var written = string.Join('\n', lines.Select(line => line.GetRawText()).Concat(preview.Subjects.Select(subject => subject.Sentence + subject.Effects)));
        foreach (var personal in stage.Personal.Concat(FreeTexts(stage.Catalogue.Find(operation), preview.Input)))
            written.ShouldNotContain(personal);
    }

    [Theory]
    [MemberData(nameof(All), 6)]
    public async Task Law_6_A_failed_run_is_rolled_back_and_can_be_retried(string operation)
    {
        await using var stage = await LawHarness.Open(console);
        var preview = await stage.Preview(Examples.Of(operation), await Examples.Of(operation).Arrange(stage));
        var before = await stage.ReadAll();
        await stage.Force(RehearsalConsole.NoMemory);

        PostgresException fault;
        try
        {
            fault = await Should.ThrowAsync<PostgresException>(() => stage.Start(preview));
        }
        finally
        {
            await stage.Force(RehearsalConsole.AllIsWell); // Otherwise every later test of the class would fail as well.
        }

        fault.SqlState.ShouldBe("53200");
        (await stage.ReadAll()).ShouldEqual(before);
        (await stage.Start(preview)).State.ShouldBe(ExpectedState(stage, operation));
    }

    [Theory]
    [MemberData(nameof(All), 9)]
    public async Task Law_9_A_bulk_run_of_three_equals_three_single_runs(string operation)
    {
        await using var stage = await LawHarness.Open(console);
        var example = Examples.Of(operation);
        var first = await example.Arrange(stage);
        if (first.Subject == IdGenerator.Platform)
        {
            // There is only one platform, so three references to it are one subject.
            (await stage.Preview(operation, first.Input, first.Subject, first.Subject, first.Subject)).Subjects.ShouldHaveSingleItem();
            return;
        }
        Arranged[] together = [first, await example.Arrange(stage), await example.Arrange(stage)];
        Arranged[] apart = [await example.Arrange(stage), await example.Arrange(stage), await example.Arrange(stage)];
        var before = await stage.ReadCurrent();

        var bulk = await stage.Start(await stage.Preview(operation, together[0].Input, [.. together.Select(arranged => arranged.Subject)]));
        var between = await stage.ReadCurrent();
        var singles = new List<Run>();
        foreach (var one in apart)
            singles.Add(await stage.Run(example, one));
        var after = await stage.ReadCurrent();

        DatabaseSnapshot.Alike(between.Except(before)).ShouldEqual(DatabaseSnapshot.Alike(after.Except(between)));
        DatabaseSnapshot.Alike(before.Except(between)).ShouldEqual(DatabaseSnapshot.Alike(between.Except(after)));
        DatabaseSnapshot.Alike(Lines(bulk)).ShouldEqual(DatabaseSnapshot.Alike(singles.SelectMany(Lines)));
        var logged = new List<JsonElement>();
        foreach (var run in singles)
            logged.AddRange(await stage.Logged(run));
        DatabaseSnapshot.Alike((await stage.Logged(bulk)).Select(Event)).ShouldEqual(DatabaseSnapshot.Alike(logged.Select(Event)));
    }

    private static Task Force(LawHarness stage, Preview early, Preview late) =>
        stage.Force(
            """
            update core.preview_subjects set revision = @revision where preview_id = @early;
            update core.previews set input = @input where preview_id = @early
            """,
            ("revision", late.Subjects[0].Revision),
            ("early", early.PreviewId),
            ("input", late.Input.GetRawText())
        );

    /// <summary>Operations executed elsewhere end in a waiting state.</summary>
    private static RunState ExpectedState(LawHarness stage, string operation) =>
        stage.Catalogue.Find(operation).Definition.IsExternal ? RunState.Waiting : RunState.Done;

    private static (string?, string?, string?, string?, string?, string?) Decided(JsonElement line) =>
        (Text(line, "kind"), Text(line, "actor"), Text(line, "operation"), Text(line, "subject"), Text(line, "outcome"), Text(line, "sentence"));

    private static string Event(JsonElement line) => $"{Text(line, "event")} {Text(line, "data")}";

    private static string? Text(JsonElement line, string field) => line.GetProperty(field).GetString();

    /// <summary>Free text of the input. Enum values may appear in the log.</summary>
    private static IEnumerable<string> FreeTexts(Operation operation, JsonElement input) =>
        InputField
            .Of(operation.InputType)
            .Where(field =>
                field.Kind is FieldKind.Text or FieldKind.Prose && input.TryGetProperty(field.Name, out var value) && value.ValueKind is JsonValueKind.String
            )
            .Select(field => input.GetProperty(field.Name).GetString()!)
            .Where(text => DatabaseSnapshot.Alike([text]).Rows[0] != "…" && !decimal.TryParse(text, CultureInfo.InvariantCulture, out _)); // Ids and amounts are not free text.

    private static IEnumerable<string> Lines(Run run) => run.Lines.Select(line => (line with { Place = 0 }).ToString());
}
