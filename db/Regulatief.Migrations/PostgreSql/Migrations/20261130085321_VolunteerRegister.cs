using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Regulatief.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class VolunteerRegister : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AvailableOn",
                table: "Volunteers",
                type: "character varying(500)",
                maxLength: 500,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "ConductDeclarationNumber",
                table: "Volunteers",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Languages",
                table: "Volunteers",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Training",
                table: "Volunteers",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TravelsKilometres",
                table: "Volunteers",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Wishes",
                table: "Volunteers",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DeclarationsTold",
                columns: table => new
                {
                    VolunteerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Until = table.Column<DateOnly>(type: "date", nullable: false),
                    DaysBefore = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeclarationsTold", x => new { x.VolunteerId, x.Until, x.DaysBefore });
                    table.ForeignKey(
                        name: "FK_DeclarationsTold_Volunteers_VolunteerId",
                        column: x => x.VolunteerId,
                        principalTable: "Volunteers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DeclarationsTold");

            migrationBuilder.DropColumn(
                name: "AvailableOn",
                table: "Volunteers");

            migrationBuilder.DropColumn(
                name: "ConductDeclarationNumber",
                table: "Volunteers");

            migrationBuilder.DropColumn(
                name: "Languages",
                table: "Volunteers");

            migrationBuilder.DropColumn(
                name: "Training",
                table: "Volunteers");

            migrationBuilder.DropColumn(
                name: "TravelsKilometres",
                table: "Volunteers");

            migrationBuilder.DropColumn(
                name: "Wishes",
                table: "Volunteers");
        }
    }
}
