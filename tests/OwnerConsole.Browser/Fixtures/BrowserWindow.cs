using Microsoft.Playwright;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>A window of the browser that hears every complaint of the page: errors of scripts, of loading and of the content security policy.</summary>
public sealed class BrowserWindow : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];
    private readonly List<string> _provoked = [];

    public BrowserWindow(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Dialog += (_, dialog) =>
        {
            _complaints.Add("somebody's name ran as a script: " + dialog.Message);
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    public ILocator Toast => Page.Locator(".toast");

    /// <summary>Since it was asked last.</summary>
    public void ShouldHaveNoComplaints() => ReadComplaints().ShouldBeEmpty();

    /// <summary>Since it was asked last: of nothing that has none of these words. What the page goes on to say of them until it is closed belongs to the same story.</summary>
    public void ShouldComplainOnlyOf(params string[] words)
    {
        _provoked.AddRange(words);
        Unprovoked().ShouldBeEmpty();
    }

    /// <summary>Goes on by Tab until it stands there, as somebody without a mouse does.</summary>
    public async Task TabTo(ILocator target)
    {
        await Assertions.Expect(target).ToHaveCountAsync(1);
        for (var pressed = 0; pressed < 200 && !await target.EvaluateAsync<bool>("element => element === document.activeElement"); pressed++)
            await Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(target).ToBeFocusedAsync();
    }

    /// <summary>Goes there by Tab and presses it.</summary>
    public async Task Press(ILocator target)
    {
        await TabTo(target);
        await Page.Keyboard.PressAsync("Enter");
    }

    public async Task<string> Focused() => await Page.EvaluateAsync<string>("document.activeElement.id");

    private string[] ReadComplaints()
    {
        string[] heard = [.. _complaints];
        _complaints.Clear();
        return heard;
    }

    private string[] Unprovoked() =>
        [.. ReadComplaints().Where(complaint => !_provoked.Any(word => complaint.Contains(word, StringComparison.OrdinalIgnoreCase)))];

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        NoComplaintsAttribute.Tell(Unprovoked());
    }
}
