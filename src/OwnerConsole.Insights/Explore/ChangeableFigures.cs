using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Explore;

/// <summary>Figures of the top bar for readers who can change them.</summary>
internal static class ChangeableFigures
{
    /// <returns>IDs of the chosen figures; null if the caller can't change them.</returns>
    public static async Task<string[]?> Find(Caller caller, UnitOfWork work) =>
        caller.CanRead("setting.change") && !caller.IsScoped ? ChosenFigures.Ids(await ChosenFigures.Setting.Get(work)) : null;
}
