using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws;

/// <summary>Laws that every operation with undo must obey.</summary>
public sealed class UndoLawTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    public static TheoryData<string> Undone(int law) => Examples.Those(declared => declared.CanUndo, law);

    public static TheoryData<string> Final(int law) => Examples.Those(declared => declared.Reversal is Reversal.Never, law);

    [Theory]
    [MemberData(nameof(Undone), 3)]
    public async Task Law_3_A_caller_without_the_permission_cannot_undo(string operation)
    {
        await using var stage = await LawHarness.Open(console);
        var run = await stage.Run(Examples.Of(operation), await Examples.Of(operation).Arrange(stage));
        var others = stage.Catalogue.All.Select(one => one.Definition.Name).Where(name => name != operation);
        var stranger = await TestApplication.Connect(console, scopes: [.. others, "operation.read", "tenant.read"]);

        var undo = await stranger.Send(HttpMethod.Post, $"/api/v1/runs/{run.RunId}/undo", "{}");

        undo.Status.ShouldBe(403);
        undo.Body.GetProperty("detail").GetString()!.ShouldContain(operation);
    }

    [Theory]
    [MemberData(nameof(Undone), 7)]
    public async Task Law_7_Undo_restores_the_database_and_the_API_responses(string operation)
    {
        await using var stage = await LawHarness.Open(console);
        var given = await Examples.Of(operation).Arrange(stage);
        var (rows, answers) = (await stage.ReadCurrent(), await stage.Answers(given.Subject));
        var run = await stage.Run(Examples.Of(operation), given);

        var undo = await stage.Undo(run);

        (undo.State, undo.UndoOf, undo.Lines.ShouldHaveSingleItem().SubjectId).ShouldBe((RunState.Done, run.RunId, given.Subject));
        (await stage.ReadCurrent()).ShouldEqual(rows);
        (await stage.CountPendingWork(run)).ShouldBe(0);
        (await stage.Answers(given.Subject)).ShouldEqual(answers);
    }

    [Theory]
    [MemberData(nameof(Undone), 7)]
    public async Task Law_7_Undo_sends_the_opposite_events(string operation)
    {
        await using var stage = await LawHarness.Open(console);
        var run = await stage.Run(Examples.Of(operation), await Examples.Of(operation).Arrange(stage));

        var undo = await stage.Undo(run);

        var (told, opposite) = (Events(await stage.Logged(run)), Events(await stage.Logged(undo)));
        var compensates = stage.Catalogue.Find(operation).Definition.Reversal is Reversal.Compensates;
        (told.Any(), opposite.Any()).ShouldBe((compensates, compensates));
        told.Intersect(opposite).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Undone), 8)]
    public async Task Law_8_Undo_is_refused_after_a_later_change_and_a_second_time(string operation)
    {
        await using var stage = await LawHarness.Open(console);
        var example = Examples.Of(operation);
        var run = await stage.Run(example, await example.Arrange(stage));
        var movedOn = await example.MoveOn(stage, run);
        if (!movedOn)
            await stage.Undo(run);
        var before = await stage.ReadAll();

        var refused = await Should.ThrowAsync<Problem>(() => stage.Undo(run));

        (refused.Status, refused.Code).ShouldBe((409, movedOn ? "moved_on" : "already_undone"));
        (await stage.ReadAll()).ShouldEqual(before);
    }

    [Theory]
    [MemberData(nameof(Final), 1)]
    public async Task An_operation_without_undo_requires_more_than_a_click(string operation)
    {
        await using var stage = await LawHarness.Open(console);
        var preview = await stage.Preview(Examples.Of(operation), await Examples.Of(operation).Arrange(stage));
        var before = await stage.ReadAll();

        var refused = await Should.ThrowAsync<Problem>(() => stage.Start(preview, isProven: false));

        preview.RequiredConfirmation.ShouldBeOneOf(RequiredConfirmation.StepUp, RequiredConfirmation.SecondPerson);
        refused.Status.ShouldBe(403);
        (await stage.ReadAll()).ShouldEqual(before);
    }

    [Theory]
    [MemberData(nameof(Final), 2)]
    public async Task An_operation_without_undo_refuses_an_undo(string operation)
    {
        await using var stage = await LawHarness.Open(console);
        var run = await stage.Run(Examples.Of(operation), await Examples.Of(operation).Arrange(stage));
        var before = await stage.ReadAll();

        var refused = await Should.ThrowAsync<Problem>(() => stage.Undo(run));

        (refused.Status, refused.Code).ShouldBe((409, "never_undone"));
        (await stage.ReadAll()).ShouldEqual(before);
    }

    /// <summary>Events with their data, because the same event can report another state.</summary>
    private static List<string> Events(IEnumerable<JsonElement> lines) =>
        [
            .. lines
                .Where(line => line.GetProperty("event").ValueKind is JsonValueKind.String)
                .Select(line => $"{line.GetProperty("event").GetString()} {line.GetProperty("data").GetString()}"),
        ];
}
