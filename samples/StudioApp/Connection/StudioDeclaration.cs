using System.Text.Json.Nodes;
using OwnerConsole.Client;
using StudioApp.SignIns;

namespace StudioApp.Connection;

/// <summary>Declares StudioApp's own operations, meters and attributes.</summary>
internal static class StudioDeclaration
{
    public const string Widen = "tenant.widen_lessons";

    /// <param name="address">Address of StudioApp.</param>
    public static ApplicationDeclaration Create(Uri address) =>
        new()
        {
            ImpersonationUrl = new(address, StudioImpersonationRoutes.Enter),
            Operations =
            [
                new(Widen, "Widen lessons", "widened")
                {
                    Description = "Adds seats to all future lessons.",
                    Input = JsonNode
                        .Parse(
                            """
                            {"type": "object", "required": ["seats"],
                             "properties": {"seats": {"type": "integer", "title": "Additional seats", "minimum": 1, "maximum": 50}}}
                            """
                        )!
                        .AsObject(),
                    Reversal = TaskReversal.Compensates,
                },
            ],
            Meters =
            [
                new("bookings", "Bookings", "booking", "lesson.booked"),
                new("stored_bytes", "Stored bytes", "byte", "file.stored") { Adds = MeterAggregation.Sum, Value = "bytes" },
            ],
            Attributes =
            [
                new("coaches", "Coaches") { Type = AttributeType.Number },
                new("opened_on", "Opened on") { Type = AttributeType.Date },
                new("stores_files", "Stores files") { Type = AttributeType.Boolean },
            ],
            MemberAttributes = [new("teaches", "Teaches") { Type = AttributeType.Boolean }],
        };
}
