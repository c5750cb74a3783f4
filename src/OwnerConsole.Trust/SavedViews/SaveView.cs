using System.ComponentModel;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>Saves the current filters of a list as a named view.</summary>
public sealed partial class SaveView : Operation<NewViewFacts, SaveView.Input>
{
    private const int MaxViews = 50,
        MaxNameLength = 60,
        MaxQueryLength = 2_000;

    internal static Sentence NoQuery => Sentence.Say($"The query must be empty or start with a question mark, and have at most {MaxQueryLength} characters.");

    public sealed record Input(
        [Description("Name shown above the list.")] string Name,
        [Prefilled, Description("Path of the list's page, such as /audit.")] string List,
        [Prefilled, Description("Query string of the list's address with its question mark. Empty for the unfiltered list.")] string Query = "",
        [Description("People who can see the view.")] ViewAudience Audience = ViewAudience.OnlyMe
    );

    public override Input Example => new("Failed this week", "/audit", "?outcome=failed&time=week");

    public override OperationDefinition Definition =>
        new("saved_view.save", "Save view", "saved")
        {
            Subject = "platform",
            Noun = "view",
            RestoredByUndo = "The view is removed.",
        };

    public override async Task<IReadOnlyList<NewViewFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var owner = input.Audience is ViewAudience.Team ? null : work.Caller!.Id; // previews and runs have a caller
        var names = await work.List<string>(
            "select lower(name) from saved_views.views where list = @List and owner is not distinct from @owner and closed_by is null",
            new { input.List, owner }
        );
        return [new(work.NewId("svw", IdGenerator.Platform), owner, names.Contains(input.Name.Trim().ToLowerInvariant()), names.Count)];
    }

    public override Refusal? Refuse(NewViewFacts platform, Input input) =>
        !SingleLineText.IsValid(input.Name, MaxNameLength) ? new("bad_name", $"The name must have 1 to {MaxNameLength} characters.")
        : !List().IsMatch(input.List) ? new("bad_list", $"The list must be the path of a page, such as /audit.")
        : !IsQuery(input.Query) ? new("bad_query", NoQuery)
        : platform.IsNameTaken ? new("name_taken", $"A view with this name already exists.")
        : platform.Views >= MaxViews ? new("too_many", $"A list can have at most {MaxViews} views. Delete one first.")
        : null;

    public override Decision Decide(NewViewFacts platform, Input input) =>
        new(input.Audience is ViewAudience.Team ? Sentence.Say($"The view is saved for the team.") : Sentence.Say($"The view is saved."))
        {
            Created = platform.NewId,
        };

    public override async Task Execute(IReadOnlyList<NewViewFacts> accepted, Input input, UnitOfWork work)
    {
        var platform = accepted[0];
        await work.Execute(
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
        await work.SetName(platform.NewId, "saved view", platform.Owner is null ? input.Name.Trim() : "A personal view");
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewViewFacts> subjects, string undoneRun, UnitOfWork work) =>
        (await ViewRows.Views.CloseOpenedBy(ids: null, undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];

    internal static bool IsQuery(string query) => query.Length <= MaxQueryLength && Query().IsMatch(query);

    [GeneratedRegex(@"^(/[a-z0-9_\-]{1,40}){1,4}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex List();

    [GeneratedRegex(@"^(\?[!-~]*)?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Query();
}
