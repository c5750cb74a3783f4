using System.ComponentModel;
using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>Saves the current filters of a list as a named view.</summary>
public sealed partial class SaveView : Operation<NewViewFacts, SaveView.Input>
{
    private const int Most = 50,
        MostName = 60,
        MostQuery = 2_000;

    internal static Sentence NoQuery => Sentence.Say($"The query must be empty or start with a question mark, and have at most {MostQuery} characters.");

    public sealed record Input(
        [Description("Name shown above the list.")] string Name,
        [Given, Description("Path of the list's page, such as /audit.")] string List,
        [Given, Description("Query string of the list's address with its question mark. Empty for the unfiltered list.")] string Query = "",
        [Description("Who can see the view.")] ViewAudience Audience = ViewAudience.OnlyMe
    );

    public override Input Example => new("Failed this week", "/audit", "?outcome=failed&time=week");

    public override Declaration Is =>
        new("saved_view.save", "Save view", "saved")
        {
            Subject = "platform",
            Noun = "view",
            ComesBack = "The view is removed.",
        };

    public override async Task<IReadOnlyList<NewViewFacts>> Load(IReadOnlyList<string> ids, Input input, Work work)
    {
        if (!ids.Contains(IdSource.Platform))
            return [];
        var owner = input.Audience is ViewAudience.Team ? null : work.Caller!.Id; // previews and runs have a caller
        var names = await work.List<string>(
            "select lower(name) from saved_views.views where list = @List and owner is not distinct from @owner and closed_by is null",
            new { input.List, owner }
        );
        return [new(work.NewId("svw", IdSource.Platform), owner, names.Contains(input.Name.Trim().ToLowerInvariant()), names.Count)];
    }

    public override Refusal? Refuse(NewViewFacts platform, Input input) =>
        !OneLine.Fits(input.Name, MostName) ? new("bad_name", $"The name must have 1 to {MostName} characters.")
        : !List().IsMatch(input.List) ? new("bad_list", $"The list must be the path of a page, such as /audit.")
        : !IsQuery(input.Query) ? new("bad_query", NoQuery)
        : platform.IsNameTaken ? new("name_taken", $"A view with this name already exists.")
        : platform.Views >= Most ? new("too_many", $"A list can have at most {Most} views. Delete one first.")
        : null;

    public override Decision Decide(NewViewFacts platform, Input input) =>
        new(input.Audience is ViewAudience.Team ? Sentence.Say($"The view is saved for the team.") : Sentence.Say($"The view is saved."))
        {
            Created = platform.NewId,
        };

    public override async Task Execute(IReadOnlyList<NewViewFacts> accepted, Input input, Work work)
    {
        var platform = accepted[0];
        await work.Do(
            """
            insert into saved_views.views (view_id, list, query, name, owner, opened_by, opened_at)
            values (@NewId, @List, @Query, @name, @Owner, @run, clock_timestamp())
            """,
            new
            {
                platform.NewId,
                input.List,
                input.Query,
                name = input.Name.Trim(),
                platform.Owner,
                run = work.RunId,
            }
        );
        // Names of personal views are visible only to their owner, so the log gets a neutral name.
        await work.Name(platform.NewId, "saved view", platform.Owner is null ? input.Name.Trim() : "A personal view");
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewViewFacts> subjects, string undoneRun, Work work) =>
        await work.Do(
            "update saved_views.views set closed_by = @run, closed_at = clock_timestamp() where opened_by = @undoneRun and closed_by is null",
            new { run = work.RunId, undoneRun }
        ) > 0
            ? [IdSource.Platform]
            : [];

    internal static bool IsQuery(string query) => query.Length <= MostQuery && Query().IsMatch(query);

    [GeneratedRegex(@"^(/[a-z0-9_\-]{1,40}){1,4}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex List();

    [GeneratedRegex(@"^(\?[!-~]*)?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Query();
}
