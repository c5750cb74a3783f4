using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Ui.Theme;

/// <summary>The request that components are drawn for, and the token that its forms carry.</summary>
internal sealed class DrawnRequest(IAntiforgery tokens) : AntiforgeryStateProvider
{
    public HttpContext Context { get; set; } = null!; // set before anything is drawn

    public override AntiforgeryRequestToken? GetAntiforgeryToken() =>
        tokens.GetAndStoreTokens(Context) is { RequestToken: { } token } set ? new(token, set.FormFieldName) : null;
}
