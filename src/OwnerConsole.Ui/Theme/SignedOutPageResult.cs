using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Ui.Theme;

/// <summary>Page result for users who aren't signed in, and for errors.</summary>
/// <param name="title">Document title, without the product name.</param>
public sealed class SignedOutPageResult(string title, RenderFragment content) : IResult
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Whether the page requests a passkey and therefore loads a script.</summary>
    public bool PromptsForPasskey { get; init; }

    public Task ExecuteAsync(HttpContext context) =>
        new ComponentResult(typeof(SignedOutLayout), ("Title", title), ("Content", content), ("AsksPasskey", PromptsForPasskey))
        {
            Status = Status,
        }.ExecuteAsync(context);
}
