using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Ui.Theme;

/// <summary>What a route answers somebody who is not signed in, or whose page could not be made.</summary>
/// <param name="title">of the document; the product's name is added</param>
public sealed class SignedOutPage(string title, RenderFragment content) : IResult
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>The browser is asked for a passkey, which takes script.</summary>
    public bool AsksPasskey { get; init; }

    public Task ExecuteAsync(HttpContext context) =>
        new Drawn(typeof(SignedOutLayout), ("Title", title), ("Content", content), ("AsksPasskey", AsksPasskey)) { Status = Status }.ExecuteAsync(context);
}
