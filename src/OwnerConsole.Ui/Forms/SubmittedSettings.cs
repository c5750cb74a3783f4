using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Ui.Forms;

/// <summary>A submitted settings form that is shown again.</summary>
/// <param name="Values">Submitted values by control name, without secrets.</param>
/// <param name="Problem">Why it wasn't saved; null if it was only tested.</param>
public sealed record SubmittedSettings(IReadOnlyDictionary<string, string> Values, Problem? Problem)
{
    /// <returns>Status of the page that shows the form.</returns>
    public static int StatusOf(SubmittedSettings? submitted) => submitted?.Problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
}
