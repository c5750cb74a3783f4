using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tests.Kernel.Applications;

public sealed class DeclaredInputTests
{
    private static readonly DeclaredInput Declared = DeclaredInput.Read(
        Parse(
            """
            {
              "type": "object",
              "properties": {
                "count": { "type": "integer", "minimum": 1, "maximum": 10 },
                "any_count": { "type": "integer" },
                "text": { "type": "string", "maxLength": 5 }
              }
            }
            """
        ),
        "input"
    );

    [Theory] // Validators of JSON Schema accept these.
    [InlineData("""{ "count": 1.0 }""", "must be a whole number.")]
    [InlineData("""{ "any_count": 1e30 }""", "must be a whole number.")]
    [InlineData("""{ "count": 1, "count": 99 }""", "must be at most 10.")]
    [InlineData("""{ "count": 99, "count": 1 }""", "must be at most 10.")]
    [InlineData("""{ "text": "e\u0301e\u0301e\u0301" }""", "must have at most 5 characters.")]
    public void Values_that_a_form_or_another_reader_understands_differently_are_refused(string input, string says) =>
        Should.Throw<Problem>(() => Declared.Check(Parse(input))).Errors!.Values.Single().ShouldBe([says]);

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
